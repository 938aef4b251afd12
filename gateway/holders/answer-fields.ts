// What an operation says of every field of its answers, whatever they hold: read from its tree once, and then asked of every answer.
import type { Decision } from '#kit/rules/rule.ts';
import { hiddenKeyPrefix, typenameKey } from '../operation-tree.ts';
import type { SelectedField, SelectionTree } from '../operation-tree.ts';
import { readOnce } from '../read-once.ts';
import type { GraphFacts } from './graph-facts.ts';
import { isInheritedName, ownValue } from './inherited-names.ts';
import { Copies, objectCode } from './object-code.ts';
import type { FieldCode } from './object-code.ts';

export interface AnswerFields {
  readonly root: AnswerType;
  /** `Type.field` of all that may be shown, sorted; `shownAt` of a field is its place here. */
  readonly coordinates: readonly string[];
}

/** A concrete type where it is selected. */
export interface AnswerType {
  readonly name: string;
  readonly fields: readonly AnswerField[];
  readonly isSubject: boolean;
  readonly isConnection: boolean;
  /** It is there for its own sake: taking out what it refers to leaves it standing. */
  readonly standsAlone: boolean;
  /** What the journal calls it, and the keys that name it there. */
  readonly named: Named | undefined;
  readonly copies: Copies;
  /** Makes the object as the client gets it where nothing is hidden or gone. */
  code?: ShapeCode;
}

export type Named =
  | { readonly kind: string; readonly id: KeyNames }
  | { readonly kind: string; readonly holder: KeyNames; readonly recordId: KeyNames };

/** Marks the leaves that have a value in `shown`, by `shownAt`, and leaves every other field to `shape`. */
export type ShapeCode = (
  value: JsonObject,
  shown: Uint8Array,
  shape: (given: unknown, field: AnswerField) => unknown,
) => Record<string, unknown>;

export interface AnswerField {
  readonly field: SelectedField;
  readonly key: string;
  readonly isInherited: boolean;
  /** The concrete type that it is of. */
  readonly typeName: string;
  /** `Type.field` */
  readonly coordinate: string;
  /** Undefined for introspection. */
  readonly shownAt: number | undefined;
  readonly decision: Decision;
  readonly isTypename: boolean;
  readonly isEdges: boolean;
  readonly below: AnswerSelection | undefined;
}

export interface AnswerSelection {
  /** The holder of what is selected may hide it. */
  readonly isOfRecord: boolean;
  /** The concrete type of a value. */
  readonly typeOf: (value: JsonObject) => AnswerType;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Where the value of a key stands: under its hidden name or under the client's. */
interface KeyNames {
  readonly hidden: string;
  readonly shown: string | undefined;
}

const byTreeOf = readOnce((facts: GraphFacts) => readOnce((tree: SelectionTree) => readTree(tree, facts)));

export function answerFieldsOf(tree: SelectionTree, facts: GraphFacts): AnswerFields {
  return byTreeOf(facts)(tree);
}

function readTree(tree: SelectionTree, facts: GraphFacts): AnswerFields {
  const coordinates = [...new Set(coordinatesIn(tree))].sort();
  const places = new Map(coordinates.map((coordinate, at) => [coordinate, at]));
  const [[name, fields] = ['Query', []] as const] = tree.byType;
  return Object.freeze({ root: readType(name, fields), coordinates });

  function readType(type: string, selected: readonly SelectedField[]): AnswerType {
    const isSubject = facts.isSubject(type);
    return {
      name: type,
      fields: selected.map((field) => readField(type, field)),
      isSubject,
      isConnection: type.endsWith('Connection'),
      standsAlone: isSubject || facts.isRecord(type) || type === 'Query' || type === 'Mutation',
      named: namedOf(type, selected, facts),
      copies: new Copies(selected.length),
    };
  }

  function readField(typeName: string, field: SelectedField): AnswerField {
    const coordinate = `${typeName}.${field.name}`;
    return Object.freeze({
      field,
      key: field.responseKey,
      isInherited: isInheritedName(field.responseKey),
      typeName,
      coordinate,
      shownAt: places.get(coordinate),
      decision: field.decision,
      isTypename: field.name === '__typename',
      isEdges: field.name === 'edges',
      below: field.selection && readSelection(field.selection, field.returns),
    });
  }

  function readSelection(selection: SelectionTree, returns: string): AnswerSelection {
    const types = new Map([...selection.byType].map(([type, selected]) => [type, readType(type, selected)]));
    const returned = types.get(returns) ?? readType(returns, []);
    return Object.freeze({
      isOfRecord: facts.isRecord(returns),
      typeOf(value: JsonObject) {
        const type = selection.abstract ? value[typenameKey] : returns;
        return typeof type !== 'string' || type === returns ? returned : (types.get(type) ?? readType(type, []));
      },
    });
  }
}

function* coordinatesIn({ byType }: SelectionTree): Generator<string> {
  for (const [type, fields] of byType)
    for (const { name, selection } of fields) {
      if (!name.startsWith('__')) yield `${type}.${name}`;
      if (selection !== undefined) yield* coordinatesIn(selection);
    }
}

function namedOf(type: string, fields: readonly SelectedField[], facts: GraphFacts): Named | undefined {
  const kind = facts.subjectKindOf(type);
  if (kind === undefined) return undefined;
  const namesOf = (name: string): KeyNames => ({
    hidden: `${hiddenKeyPrefix}${name}`,
    shown: fields.find((field) => field.name === name && field.decision.kind !== 'DENY')?.responseKey,
  });
  if (facts.isSubject(type)) return { kind, id: namesOf('id') };
  return facts.isRecord(type) ? { kind, holder: namesOf('holder'), recordId: namesOf('recordId') } : undefined;
}

/** The value of a key of the object; the client need not have asked for it. */
export function keyAt(value: JsonObject, { hidden, shown }: KeyNames): string | undefined {
  const ours = value[hidden];
  const found = ours === undefined && shown !== undefined ? ownValue(value, shown, isInheritedName(shown)) : ours;
  return typeof found === 'string' ? found : undefined;
}

export function shapeCodeOf({ fields }: AnswerType): ShapeCode {
  const code = fields.map(({ key, shownAt, decision, isTypename, below }, index): FieldCode => {
    const isPlain = decision.kind !== 'DENY' && decision.kind !== 'MASK' && !isTypename && below === undefined;
    return {
      key,
      statements: (variable) => {
        if (!isPlain) return `${variable} = shape(${variable}, fields[${index}]);`;
        const noted = shownAt === undefined ? '' : ` else if (${variable} !== null) shown[${shownAt}] = 1;`;
        return `if (${variable} === undefined) ${variable} = null;${noted}`;
      },
    };
  });
  return objectCode<ShapeCode>(code, ['shown', 'shape'], { fields });
}
