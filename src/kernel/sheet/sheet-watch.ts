/** What the reader of workbooks does not tell of a sheet: ranges that are merged over several rows, and formulas that nobody has worked out. */

export interface MergedRange {
  /** Rows and columns, the first and the last, from 0. */
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

const MERGED = /<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/g;
/** A formula that ends its cell: no value follows it. */
const UNWORKED = /<f(?:\s[^>]*)?(?:\/>|>[^<]*<\/f>)\s*(?:<v\s*\/>\s*)?<\/c>/;
/** Longer than a formula may be, so that none is cut by the border of two pieces. */
const OVERLAP = 16_384;

const columnOf = (letters: string): number => [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;

/** Sees a sheet piece by piece as it is unpacked. */
export function sheetWatch() {
  let tail = '';
  const merged = new Map<string, MergedRange>();
  let unworked = false;
  return {
    see(piece: Uint8Array): void {
      const text = tail + Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1');
      if (text.includes('mergeCell'))
        for (const [ref, c1, r1, c2, r2] of text.matchAll(MERGED))
          merged.set(ref, { rows: [Number(r1) - 1, Number(r2) - 1], columns: [columnOf(c1!), columnOf(c2!)] });
      if (!unworked && text.includes('<f')) unworked = UNWORKED.test(text);
      tail = text.slice(-OVERLAP);
    },
    /** Merged over more than one row. */
    merged: (): MergedRange[] => [...merged.values()].filter(({ rows }) => rows[0] < rows[1]),
    unworked: (): boolean => unworked,
  };
}
export type SheetWatch = ReturnType<typeof sheetWatch>;

/** Which part of the archive is the first sheet, as the workbook and its relations have it; null where they do not say. */
export function firstSheetOf(workbook: string, relations: string): string | null {
  const id = /<(?:\w+:)?sheet\s[^>]*?r:id="([^"]+)"/.exec(workbook)?.[1];
  const relation = [...relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)]
    .map(([tag]) => tag)
    .find((tag) => tag.includes(`Id="${id}"`));
  const target = relation && /Target="([^"]+)"/.exec(relation)?.[1];
  return id && target ? (target.startsWith('/') ? target.slice(1) : `xl/${target}`) : null;
}
