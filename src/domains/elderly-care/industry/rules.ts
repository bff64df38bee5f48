/** What a text may not promise (4.19, section 8): a fixed or guaranteed return on what older people pay. Pure. */

const promises = [
  '保本',
  '保息',
  '保底',
  '固定收益',
  '固定回报',
  '固定分红',
  '承诺收益',
  '承诺回报',
  '稳赚',
  '零风险',
  '无风险',
  '高息',
  '返利',
  '年化收益',
  '年化回报',
] as const;

/** The words by which it promises; a sentence that says that nothing is promised (不承诺保本) promises nothing. */
export function promisesOf(...texts: readonly string[]): string[] {
  const found: string[] = texts.flatMap((text) =>
    promises.filter((word) => {
      const bare = text
        .replaceAll(/\s/g, '')
        .replaceAll(new RegExp(`(?:不|没有|并非|非|禁止|严禁|不得|无)(?:承诺|保证|提供|宣传)?${word}`, 'g'), '');
      return bare.includes(word);
    }),
  );
  // 年息8%、月返1.5%：写明了比率的也是承诺
  for (const text of texts)
    for (const rate of text.matchAll(/(?:年|月|日)(?:息|利率|返|收益|回报)[^。；，]{0,6}?\d+(?:\.\d+)?\s*[%％]/g))
      found.push(rate[0]);
  return [...new Set(found)];
}
