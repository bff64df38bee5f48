/**
 * 常用字: the 通用规范汉字表 (2013, 8,105 characters) is in no package that this project could use. What the platform can decode by itself are the 6,763 characters of
 * GB 2312-80; whatever lies outside them (塅, 簰, 垱) is shown for a person to look up in the table. A few of GB 2312 that the table left out are not noticed.
 */
let common: ReadonlySet<string> | null = null;

function gb2312(): ReadonlySet<string> {
  const decoder = new TextDecoder('gbk');
  const characters = new Set<string>();
  for (let row = 0xb0; row <= 0xf7; row++)
    for (let cell = 0xa1; cell <= 0xfe; cell++) {
      const character = decoder.decode(new Uint8Array([row, cell]));
      if (/^\p{Script=Han}$/u.test(character)) characters.add(character);
    }
  return characters;
}

/** Characters of a name that are not in GB 2312. */
export function rareIn(name: string): string[] {
  common ??= gb2312();
  return [...new Set(name)].filter((character) => !common!.has(character));
}
