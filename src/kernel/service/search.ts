/** Finding a service by everyday words, official name, pinyin or initials, or by life situation. Some hundred items: searched in memory. */
import { pinyin } from 'pinyin-pro';
import type { Tx } from '../context/server.ts';
import type { ServiceItem } from './index.ts';
import { serviceItems } from './items.ts';

const LIMIT = 60;
/** What matches less than this share of the best match is noise beside it. */
const NEAR = 0.4;

/** What people say around the thing that they ask for. */
const ASKING =
  /请问|我要|我想要?|我家|想要|帮我|怎么样|怎么|怎样|如何|哪里|在哪|能不能|可不可以|可以|申请|申领|办理|报名|要什么|需要|什么|多少|材料|条件|手续|流程|[吗呢吧啊么的了办领]|[？?！!。，,、]/g;

interface Known {
  /** Words that people use for it, the best place first; then the words of its own data. */
  readonly terms: readonly { readonly text: string; readonly weight: number }[];
  /** Full pinyin and initials. */
  readonly letters: string;
  readonly bigrams: ReadonlySet<string>;
}

const known = new Map<string, Known>();
const bigramsOf = (text: string): string[] =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2));
type Searched = Pick<ServiceItem, 'itemId' | 'name' | 'keywords' | 'audience' | 'said' | 'template'>;

function wordsOf(item: Searched): Known {
  const { name, keywords, audience, said = [] } = item;
  const full = pinyin([name, ...keywords, audience].join(' '), { toneType: 'none', type: 'array' });
  const terms = [
    ...said.map(({ words, place }) => ({ text: words, weight: 30 - place })),
    { text: name, weight: 8 },
    ...keywords.map((text) => ({ text, weight: 6 })),
    { text: audience, weight: 0 },
  ].map(({ text, weight }) => ({ text: text.toLowerCase(), weight }));
  return {
    terms,
    letters: `${full.join('')} ${full.map((s) => s[0] ?? '').join('')}`.toLowerCase(),
    bigrams: new Set(terms.flatMap(({ text }) => bigramsOf(text))),
  };
}

/** How well one word fits; 0: not at all. The same word is best, then a known word within it, then it within a known word, then what they share. */
function likeness(word: string, { terms, letters, bigrams }: Known): number {
  let best = /^[a-z]+$/.test(word) && letters.includes(word) ? 60 : 0;
  for (const { text, weight } of terms) {
    if (text === word) best = Math.max(best, 100 + weight);
    else if (text.length > 1 && word.includes(text)) best = Math.max(best, 60 + weight * (text.length / word.length));
    else if (text.includes(word)) best = Math.max(best, 50 + weight);
  }
  if (best > 0 || word.length < 3) return best;
  const own = bigramsOf(word);
  const shared = own.filter((pair) => bigrams.has(pair)).length;
  return shared * 2 >= own.length ? 40 * (shared / own.length) : 0;
}

/** The items that fit what was typed, the best first; every word has to fit. */
export function rankItems<T extends Searched>(items: readonly T[], typed: string, keyOf: (item: T) => Known = wordsOf): T[] {
  const words = typed
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    // As typed and without what stands around it: “结婚证丢了” may itself be a known word.
    .map((word) => [...new Set([word, word.replace(ASKING, '')])].filter(Boolean));
  // Nothing typed: what can be asked for at once first, so that no guide takes its place on the page.
  if (words.length === 0) return items.toSorted((a, b) => Number(a.template === 'guide') - Number(b.template === 'guide'));
  const scored = items.flatMap((item) => {
    const fits = words.map((ways) => Math.max(...ways.map((word) => likeness(word, keyOf(item)))));
    // What can be asked for at once stands before a guide that fits as well.
    return fits.every((f) => f > 0) ? [{ item, score: Math.min(...fits) - (item.template === 'guide' ? 0.5 : 0) }] : [];
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored
    .filter(({ score }) => score >= best * NEAR)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

const remembered = (item: ServiceItem): Known => {
  const at = `${item.itemId}@${item.version}`;
  const words = known.get(at) ?? wordsOf(item);
  known.set(at, words);
  return words;
};

/** Best first; at most 60 unless said. */
export async function searchItems(
  tx: Tx,
  query: { text?: string | undefined; situation?: string | undefined },
  limit = LIMIT,
): Promise<ServiceItem[]> {
  const items = (await serviceItems(tx)).filter((item) => !query.situation || item.situations.includes(query.situation));
  return rankItems(items, query.text ?? '', remembered).slice(0, limit);
}
