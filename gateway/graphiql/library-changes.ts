// What is changed in the pinned libraries while they are bundled: their English texts, and the few habits that this page cannot have.
/** File in node_modules → pairs of (text as shipped, text as bundled). */
export type Changes = Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>;

const sectionTitles = {
  Arguments: 'Argumentos',
  'Deprecated Arguments': 'Argumentos em desuso',
  'Deprecated Enum Values': 'Valores em desuso',
  'Deprecated Fields': 'Campos em desuso',
  Directives: 'Diretivas',
  'Enum Values': 'Valores',
  Fields: 'Campos',
  Implements: 'Implementa',
  Implementations: 'Implementações',
  'Possible Types': 'Tipos possíveis',
  'Root Types': 'Tipos de entrada',
  Type: 'Tipo',
  'All Schema Types': 'Todos os tipos',
};

/** What is changed in the page itself. */
export const pageChanges: Changes = {
  '@graphiql/react/dist/utility/tabs.js': [
    // A tab keeps the id and the title that the gateway gives it, whatever the name of its operation becomes.
    [
      'createTab({ query = null, variables = null, headers = null } = {})',
      'createTab({ query = null, variables = null, headers = null, id, fixedTitle } = {})',
    ],
    [
      '\t\tid: guid(),\n\t\thash: hashFromTabContents({\n\t\t\tquery,\n\t\t\tvariables,\n\t\t\theaders\n\t\t}),\n\t\ttitle: operationName || DEFAULT_TITLE',
      '\t\tid: id ?? guid(),\n\t\tfixedTitle,\n\t\thash: hashFromTabContents({\n\t\t\tquery,\n\t\t\tvariables,\n\t\t\theaders\n\t\t}),\n\t\ttitle: fixedTitle || operationName || DEFAULT_TITLE',
    ],
    ['title: newTab.operationName ||', 'title: newTab.fixedTitle || newTab.operationName ||'],
    ['"<untitled>"', '"sem título"'],
  ],
  '@graphiql/react/dist/utility/jsonc.js': [
    // 550 kB of JavaScript parser to indent the variables: the JSON parser already at hand does it.
    [
      'import { parse, printParseErrorCode } from "jsonc-parser"',
      'import { applyEdits, format, parse, printParseErrorCode } from "jsonc-parser"',
    ],
    [
      'const [prettier, { printers }, { parsers }] = await Promise.all([\n\t\timport("prettier/standalone"),\n\t\timport("prettier/plugins/estree"),\n\t\timport("prettier/parser-babel")\n\t]);\n\treturn prettier.format(content, {\n\t\tparser: "jsonc",\n\t\tplugins: [{ printers }, { parsers }],\n\t\tprintWidth: 0\n\t});',
      'return applyEdits(content, format(content, undefined, { tabSize: 2, insertSpaces: true }));',
    ],
    ['ListFormat("en"', 'ListFormat("pt-BR"'],
    ['"invalid symbol"', '"símbolo inválido"'],
    ['"invalid number format"', '"número inválido"'],
    ['"expected a property name"', '"falta o nome de uma propriedade"'],
    ['"expected a value"', '"falta um valor"'],
    ['"expected a colon"', '"faltam dois-pontos"'],
    ['"expected a comma"', '"falta uma vírgula"'],
    ['"expected a closing brace"', '"falta fechar a chave"'],
    ['"expected a closing bracket"', '"falta fechar o colchete"'],
    ['"expected end of file"', '"sobra texto no fim"'],
    ['"unexpected end of comment"', '"comentário sem fim"'],
    ['"unexpected end of string"', '"texto sem fim"'],
    ['"unexpected end of number"', '"número sem fim"'],
    ['"invalid character"', '"caractere inválido"'],
    [' at line ${line}, column ${column}', ' na linha ${line}, coluna ${column}'],
    ['are invalid JSON: ', 'não são JSON válido: '],
    ['are not a JSON object.', 'não são um objeto JSON.'],
  ],
  '@graphiql/react/dist/utility/create-editor.js': [
    [
      'fontFamily: "\\"Fira Code\\""',
      'fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, \\"DejaVu Sans Mono\\", \\"Liberation Mono\\", monospace"',
    ],
    ['fontSize: 15', 'fontSize: 14'],
  ],
  '@graphiql/react/dist/components/response-editor.js': [
    ['"Result Window"', '"Resposta"'],
    // No preview of pictures under the pointer: it would ask for an address found in the data.
    ['!wordAtPosition?.word.startsWith("/")', 'true'],
  ],
  '@graphiql/react/dist/stores/execution.js': [
    ['"Automatically added leaf fields"', '"Campos acrescentados automaticamente"'],
    [
      'Request not sent. ${editor === variableEditor ? "Variables" : "Request headers"}',
      'Consulta não enviada: ${editor === variableEditor ? "as variáveis" : "os cabeçalhos"}',
    ],
  ],
  '@graphiql/react/dist/components/execute-button/index.js': [
    ['"Stop" : "Execute"} query (', '"Parar" : "Executar"} consulta ('],
    ['<Unnamed ${operation.operation}>', 'sem nome (${operation.operation})'],
  ],
  '@graphiql/react/dist/components/tabs/index.js': [['"Close Tab"', '"Fechar aba"']],
  '@graphiql/react/dist/components/dialog/index.js': [['"Close dialog"', '"Fechar janela"']],
  '@graphiql/react/dist/constants.js': [
    ['"Prettify Editors"', '"Formatar"'],
    ['"Merge Fragments into Query"', '"Juntar fragmentos à consulta"'],
    ['"Run Operation"', '"Executar consulta"'],
    ['"Copy Query"', '"Copiar consulta"'],
    ['#ff5794', '#7fb2ff'],
    ['#d60590', '#0b57d0'],
  ],
  'graphiql/dist/GraphiQL.js': [
    ['newTab: "New tab"', 'newTab: "Nova aba"'],
    ['"Show" : "Hide"} editor tools', '"Mostrar" : "Ocultar"} variáveis'],
    ['"Editor Commands"', '"Comandos do editor"'],
    ['"Operation Editor"', '"Consulta"'],
    ['children: "Variables"', 'children: "Variáveis"'],
    ['? "Variables" : "Headers"', '? "Variáveis" : "Cabeçalhos"'],
    ['"Select active operation"', '"Consultas"'],
  ],
  'graphiql/dist/ui/toolbar.js': [
    ['Prettify query (', 'Formatar consulta ('],
    ['Merge fragments into query (', 'Juntar fragmentos à consulta ('],
    ['Copy query (', 'Copiar consulta ('],
  ],
  'graphiql/dist/ui/sidebar.js': [
    ['Re-fetch GraphQL schema (', 'Recarregar o esquema ('],
    ['"Open short keys dialog"', '"Atalhos do teclado"'],
    ['"Open settings dialog"', '"Configurações"'],
    ['"Hide" : "Show"', '"Ocultar" : "Mostrar"'],
    ['"Short Keys"', '"Atalhos do teclado"'],
    [
      '"This modal provides a list of available keyboard shortcuts and their functions."',
      '"Lista dos atalhos do teclado e do que fazem."',
    ],
    ['"Settings"', '"Configurações"'],
    [
      '"This modal lets you adjust header persistence, interface theme, and clear local storage."',
      '"Tema da página e limpeza do que ela guarda na memória."',
    ],
    ['"Theme"', '"Tema"'],
    ['"Adjust how the interface appears."', '"A aparência da página."'],
    ['"System"', '"Do sistema"'],
    ['"Light"', '"Claro"'],
    ['"Dark"', '"Escuro"'],
    ['"Clear storage"', '"Limpar a memória"'],
    [
      '"Remove all locally stored data and start fresh."',
      '"Nada é gravado no computador; esquece o que esta página guardou desde que foi aberta."',
    ],
    ['"Cleared data"', '"Limpo"'],
    ['"Failed"', '"Falhou"'],
    ['"Clear data"', '"Limpar"'],
  ],
  'graphiql/dist/ui/short-keys.js': [
    ['"Execute query"', '"Executar consulta"'],
    ['"Open the Command Palette (you must have focus in the editor)"', '"Lista de comandos (com o cursor no editor)"'],
    ['"Prettify editors"', '"Formatar"'],
    ['"Copy query"', '"Copiar consulta"'],
    ['"Re-fetch schema using introspection"', '"Recarregar o esquema"'],
    ['"Search in documentation"', '"Buscar na documentação"'],
    ['"Search in editor"', '"Buscar no editor"'],
    ['"Merge fragments definitions into operation definition"', '"Juntar fragmentos à consulta"'],
    ['"Short Key"', '"Atalho"'],
    ['"Function"', '"Função"'],
    // The paragraph under the table only leads out of the page.
    [
      '    t4 = /* @__PURE__ */ jsxs("div", { children: [\n      t0,',
      '    t4 = t0;\n    if (false) jsxs("div", { children: [\n      t0,',
    ],
  ],
  '@graphiql/plugin-doc-explorer/dist/context.js': [
    ['title: "Documentation Explorer"', 'title: "documentação do esquema"'],
    ['name: "Docs"', 'name: "Documentação"'],
    ['"Show Documentation Explorer"', '"Mostrar documentação do esquema"'],
  ],
  '@graphiql/plugin-doc-explorer/dist/components/doc-explorer.js': [
    ['"Error fetching schema"', '"O esquema não pôde ser lido"'],
    ['"Schema is invalid: "', '"Esquema inválido: "'],
    ['"No GraphQL schema available"', '"Nenhum esquema"'],
    ['Go back to ${', 'Voltar a ${'],
    ['"Documentation Explorer"', '"Documentação do esquema"'],
  ],
  '@graphiql/plugin-doc-explorer/dist/components/search.js': [
    ['Search ${navItem.name}...', 'Buscar em ${navItem.name}'],
    ['"No results found"', '"Nada encontrado"'],
    ['"Other results"', '"Outros resultados"'],
  ],
  '@graphiql/plugin-doc-explorer/dist/components/field-documentation.js': [
    ['"Show Deprecated Arguments"', '"Mostrar argumentos em desuso"'],
  ],
  '@graphiql/plugin-doc-explorer/dist/components/type-documentation.js': [
    ['"Show Deprecated Fields"', '"Mostrar campos em desuso"'],
    ['"Show Deprecated Values"', '"Mostrar valores em desuso"'],
  ],
  '@graphiql/plugin-doc-explorer/dist/components/section.js': [
    // The English title is also the key of the icon, so it is translated where it is shown.
    ['      t1,\n      title\n', '      t1,\n      SECTION_TITLES[title] ?? title\n'],
    ['const TYPE_TO_ICON = {', `const SECTION_TITLES = ${JSON.stringify(sectionTitles)};\nconst TYPE_TO_ICON = {`],
  ],
  '@graphiql/plugin-doc-explorer/dist/components/argument.js': [['children: "Deprecated"', 'children: "Em desuso"']],
  '@graphiql/plugin-doc-explorer/dist/components/deprecation-reason.js': [
    ['children: "Deprecated"', 'children: "Em desuso"'],
  ],
  '@graphiql/plugin-doc-explorer/dist/components/schema-documentation.js': [
    [
      '"A GraphQL schema provides a root type for each kind of operation."',
      '"O que se pode perguntar à rede com este perfil."',
    ],
  ],
  // The diff editors, 300 kB that nothing here opens.
  'monaco-editor/esm/vs/editor/standalone/browser/standaloneEditor.js': [
    [
      "import { MultiDiffEditorWidget } from '../../browser/widget/multiDiffEditor/multiDiffEditorWidget.js';",
      'const MultiDiffEditorWidget = Object;',
    ],
  ],
  'monaco-editor/esm/vs/editor/standalone/browser/standaloneCodeEditor.js': [
    [
      "import { DiffEditorWidget } from '../../browser/widget/diffEditor/diffEditorWidget.js';",
      'const DiffEditorWidget = Object;',
    ],
  ],
  // Formatting is the button's; a second formatter inside the worker would weigh 130 kB.
  'monaco-graphql/esm/api.js': [['documentFormattingEdits: true', 'documentFormattingEdits: false']],
  // The variables are judged 500 ms after they change: by then the query that they belong to must be known, not the former tab's.
  'monaco-graphql/esm/languageFeatures.js': [['}, 400);', '}, 100);']],
};

export const workerChanges: Changes = {
  'monaco-graphql/esm/GraphQLWorker.js': [
    ["await import('prettier/standalone')", '{ format: () => document }'],
    ["await import('prettier/parser-graphql')", 'undefined'],
  ],
};
