import { createRoot } from 'react-dom/client';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import 'graphiql/graphiql.css';
import './style.css';
import './workers.ts';
import { ExplorerPage } from './page.tsx';
import { requestConfig } from './request.ts';

const root = createRoot(document.getElementById('root')!);
root.render(<p className="cover-text">Carregando…</p>);
try {
  root.render(<ExplorerPage config={await requestConfig()} />);
} catch (error) {
  root.render(
    <p className="cover-text" role="alert">
      A página não pôde ser aberta: {(error as { message: string }).message}
    </p>,
  );
}
