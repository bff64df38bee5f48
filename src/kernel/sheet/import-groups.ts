/** While a file is read: what it names twice, and which rows belong together. Kept in memory, a few bytes a row; pure. */
import type { ImportKind, Verdict } from './import-kinds.ts';
import type { SheetRow } from './index.ts';

interface Group {
  readonly lead: number;
  readonly parts: string[];
  /** Its first row that cannot go in. */
  bad: number | null;
}

/** A whole group that goes back, by the number of its first row. */
export interface Returned {
  readonly lead: number;
  readonly problem: string;
}

export interface Placed {
  /** Number of the first row of the group; its own for a row that stands alone. */
  readonly lead: number;
  readonly verdict: Verdict;
}

/** Takes the rows in the order of the file. */
export function groupRows({ once, together }: Pick<ImportKind, 'once' | 'together'>) {
  const named = new Map<string, number>();
  const groups = new Map<string, Group>();

  function namedBefore(no: number, row: SheetRow): string | null {
    const name = once?.of(row) ?? null;
    if (name === null) return null;
    const before = named.get(name);
    if (before === undefined) named.set(name, no);
    return before === undefined ? null : `与第${before}行是同一个${once!.zh}，请核对`;
  }

  return {
    /** What becomes of a row when the rows before it are known. A bad row names nothing: the good one after it stands. */
    place(no: number, row: SheetRow, verdict: Verdict): Placed {
      const twice = 'problem' in verdict ? null : namedBefore(no, row);
      const final: Verdict = twice === null ? verdict : { problem: twice };
      const key = together?.of(row) ?? null;
      if (key === null) return { lead: no, verdict: final };
      const group = groups.get(key) ?? { lead: no, parts: [], bad: null };
      groups.set(key, group);
      group.parts.push(together!.part(row));
      if ('problem' in final) group.bad ??= no;
      return { lead: group.lead, verdict: final };
    },
    /** At the end of the file: the groups that go back whole. */
    returned(): Returned[] {
      return [...groups.values()].flatMap(({ lead, parts, bad }) => {
        const { zh, max } = together!;
        const problem =
          parts.length > max
            ? `这一${zh}有${parts.length}行，最多${max}行，请核对是不是写了同一个号`
            : bad === null
              ? together!.problem(parts)
              : `同一${zh}的第${bad}行有问题，整${zh}退回`;
        return problem === null ? [] : [{ lead, problem }];
      });
    },
    count: (): number => groups.size,
  };
}
