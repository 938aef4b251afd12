// What an answer showed, once each and in the order of the first time; what turns out to be hidden is taken back.

export class ShownOnce<Thing> {
  readonly #all: { readonly thing: Thing; readonly group: Set<string>; readonly key: string }[] = [];
  readonly #groups = new Map<string, Set<string>>();

  get count(): number {
    return this.#all.length;
  }

  get all(): readonly Thing[] {
    return this.#all.map(({ thing }) => thing);
  }

  /** Equal things have one key in one group. */
  add(thing: Thing, groupName: string, key: string): void {
    let group = this.#groups.get(groupName);
    if (group === undefined) this.#groups.set(groupName, (group = new Set()));
    const before = group.size;
    if (group.add(key).size > before) this.#all.push({ thing, group, key });
  }

  /** Forgets all but the first `count`. */
  takeBackTo(count: number): void {
    for (const { group, key } of this.#all.splice(count)) group.delete(key);
  }
}

/** Places of a table, of which the code of a kind of object may mark some by itself: that needs no taking back. */
export class ShownPlaces {
  readonly marks: Uint8Array;
  readonly #order: number[] = [];

  constructor(size: number) {
    this.marks = new Uint8Array(size);
  }

  get count(): number {
    return this.#order.length;
  }

  add(place: number): void {
    if (this.marks[place] === 1) return;
    this.marks[place] = 1;
    this.#order.push(place);
  }

  takeBackTo(count: number): void {
    for (const place of this.#order.splice(count)) this.marks[place] = 0;
  }
}
