import { describe, expect, it } from 'vitest';
import { searchKey } from '#kit/names.ts';
import { soundKey, soundsOf } from './sound-keys.ts';

const key = (name: string) => soundKey(searchKey(name) ?? '');

describe('a sound key', () => {
  it.each(
    (
      'SOUZA/SOUSA LUIZ/LUIS WALTER/VALTER PHILIPPE/FELIPE THIAGO/TIAGO HELENA/ELENA MATHEUS/MATEUS CHRISTIANO/CRISTIANO ' +
      'JOSÉ/JOSE THEREZA/TERESA RAPHAEL/RAFAEL KÁTIA/CÁTIA YARA/IARA VICTOR/VITOR NATHÁLIA/NATALIA WILLIAN/WILLIAM ' +
      'GIOVANNA/GEOVANA IZABEL/ISABEL CONCEIÇÃO/CONCEICAO CARDOZO/CARDOSO MENEZES/MENESES QUEIROZ/QUEIROS TEIXEIRA/TEICHEIRA ' +
      'BAPTISTA/BATISTA AFFONSO/AFONSO NASCIMENTO/NACIMENTO CÉZAR/CÉSAR MOACYR/MOACIR LOURDES/LURDES STEPHANIE/ESTEFANI ' +
      'HUGO/UGO REZENDE/RESENDE MELLO/MELO CORRÊA/CORREIA JÚLIA/JULIA EMANUEL/EMMANUEL ASSUMPÇÃO/ASSUNÇÃO'
    )
      .split(' ')
      .map((pair) => pair.split('/') as [string, string]),
  )('brings %s and %s together', (a, b) => {
    expect(key(a)).toBe(key(b));
    expect(key(a)).not.toBe('');
  });

  it.each([
    ['MARIA', 'ANA'],
    ['SILVA', 'SANTOS'],
    ['PEREIRA', 'FERREIRA'],
    ['JOAO', 'PEDRO'],
  ])('keeps %s and %s apart', (a, b) => {
    expect(key(a)).not.toBe(key(b));
  });

  it('tells first name, other names and mother apart, and leaves agnomes out', () => {
    expect(soundsOf('MARIA SOUZA LIMA', 'name')).toEqual({ first: '1MR', others: ['2SS', '2LM'] });
    expect(soundsOf('MARIA SOUZA J', 'mother')).toEqual({ first: '3MR', others: ['4SS'] });
    expect(soundsOf('JOSE SILVA FILHO', 'name').others).toEqual(soundsOf('JOSE SILVA', 'name').others);
  });
});
