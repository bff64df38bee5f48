/** Breaks text into lines as Chinese printing does: between any two characters, never inside a number or word, never with 。 at the beginning. */

/** 避头: not at the beginning of a line. 避尾: not at its end. */
const NOT_FIRST = /^[，。、；：？！）〕》」』”’…—％%)\]},.;:?!]/;
const NOT_LAST = /[（〔《「『“‘([{¥]$/;

/** One character, or a run of letters and digits that stays together (with the marks inside: 1,740.00, 2026-03-10, K12.5%). */
const pieces = (text: string): string[] => text.match(/¥?[A-Za-z0-9][A-Za-z0-9,.\-:/%_]*[A-Za-z0-9%]|./gsu) ?? [];

/** Characters that may not be parted are one piece: 标准（ stays with what follows. */
function unbreakable(text: string): string[] {
  const result: string[] = [];
  for (const piece of pieces(text)) {
    const last = result.at(-1);
    if (last !== undefined && last.length < 40 && (NOT_FIRST.test(piece) || NOT_LAST.test(last)))
      result[result.length - 1] = last + piece;
    else result.push(piece);
  }
  return result;
}

/** `width` of the lines in the unit of `measure`; the first line is shorter by `indent`. Line breaks in the text are kept. */
export function breakLines(text: string, width: number, measure: (text: string) => number, indent = 0): string[] {
  const lines: string[] = [];
  for (const [i, part] of text.split('\n').entries()) {
    let line = '';
    let used = i === 0 ? indent : 0;
    const feed = (piece: string): void => {
      const size = measure(piece);
      if (used + size > width && line !== '') {
        lines.push(line);
        line = '';
        used = 0;
      }
      // A run wider than a whole line is cut where it must be.
      if (size > width && piece.length > 1) {
        for (const character of piece) feed(character);
        return;
      }
      line += piece;
      used += size;
    };
    for (const piece of unbreakable(part)) feed(piece);
    lines.push(line);
  }
  return lines;
}
