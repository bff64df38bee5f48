/** Finding a service by everyday words, official name, pinyin or initials, or by life situation. Some hundred items: searched in memory. */
import { pinyin } from 'pinyin-pro';
import type { Tx } from '../context/server.ts';
import type { ServiceItem } from './index.ts';
import { serviceItems } from './items.ts';

const LIMIT = 60;
const keys = new Map<string, string>();

/** Name, keywords and audience as characters, full pinyin and initials. */
function keyOf(item: ServiceItem): string {
  const at = `${item.itemId}@${item.version}`;
  let key = keys.get(at);
  if (!key) {
    const words = [item.name, ...item.keywords, item.audience].join(' ');
    const full = pinyin(words, { toneType: 'none', type: 'array' });
    key = `${words} ${full.join('')} ${full.map((s) => s[0] ?? '').join('')}`.toLowerCase();
    keys.set(at, key);
  }
  return key;
}

/** Best first: applicable online, then name, then the rest. At most 60. */
export async function searchItems(
  tx: Tx,
  query: { text?: string | undefined; situation?: string | undefined },
): Promise<ServiceItem[]> {
  const words = (query.text ?? '').trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = (await serviceItems(tx)).filter(
    (item) =>
      (!query.situation || item.situations.includes(query.situation)) && words.every((word) => keyOf(item).includes(word)),
  );
  const rank = (item: ServiceItem): number =>
    (item.template === 'guide' ? 2 : 0) + (words.every((word) => item.name.toLowerCase().includes(word)) ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, LIMIT);
}
