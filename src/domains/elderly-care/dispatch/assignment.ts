/** 指派问题: rows to columns, each column once, at the least sum (Hungarian method with potentials, one shortest path a row). Pure. */

/** What cannot be is dearer than everything that can. */
export const IMPOSSIBLE = 1e9;

/** Gives the column of each row; `cost[row][column]`, no more rows than columns. A row that gets an impossible column has none: -1. */
export function assign(cost: readonly Float64Array[]): number[] {
  const rows = cost.length;
  const columns = cost[0]?.length ?? 0;
  const rowPotential = new Float64Array(rows + 1);
  const potential = new Float64Array(columns + 1);
  /** Row, counted from one, that has the column; column 0 is where the new row begins. */
  const owner = new Int32Array(columns + 1);
  const way = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const least = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const done = new Uint8Array(columns + 1);
    owner[0] = row;
    let column = 0;
    do {
      done[column] = 1;
      const from = owner[column]!;
      let step = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let j = 1; j <= columns; j++) {
        if (done[j]) continue;
        const reduced = cost[from - 1]![j - 1]! - rowPotential[from]! - potential[j]!;
        if (reduced < least[j]!) {
          least[j] = reduced;
          way[j] = column;
        }
        if (least[j]! < step) [step, next] = [least[j]!, j];
      }
      for (let j = 0; j <= columns; j++) {
        if (done[j]) {
          rowPotential[owner[j]!]! += step;
          potential[j]! -= step;
        } else least[j]! -= step;
      }
      column = next;
    } while (owner[column] !== 0);
    for (; column !== 0; column = way[column]!) owner[column] = owner[way[column]!]!;
  }
  const found = new Array<number>(rows).fill(-1);
  for (let j = 1; j <= columns; j++) {
    const row = owner[j]! - 1;
    if (row >= 0 && cost[row]![j - 1]! < IMPOSSIBLE) found[row] = j - 1;
  }
  return found;
}
