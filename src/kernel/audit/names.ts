/**
 * What was done, as people say it. Every module declares the actions that it records with their words in its `audited.ts`, and adds
 * them to `Audited`: the compiler refuses an action without words.
 */
const names = new Map<string, string>();

/** Declares the actions of one module. One that is called twice, differently, is a bug and stops the program. */
export function nameAudited<const W extends Readonly<Record<string, string>>>(words: W): W {
  for (const [action, zh] of Object.entries(words)) {
    const known = names.get(action);
    if (known && known !== zh) throw new Error(`audited action ${action} has two names: ${known}, ${zh}`);
    names.set(action, zh);
  }
  return words;
}

/** `payment-batch.freeze` and so on, from the table that the buttons come from. */
export const namedAfter = <const P extends string, const K extends string>(
  prefix: P,
  table: Readonly<Record<K, string | { readonly zh: string }>>,
  say: (zh: string) => string,
): Record<`${P}.${K}`, string> =>
  Object.fromEntries(
    Object.entries<string | { readonly zh: string }>(table).map(([key, of]) => [
      `${prefix}.${key}`,
      say(typeof of === 'string' ? of : of.zh),
    ]),
  ) as Record<`${P}.${K}`, string>;

/**
 * The actions of a flow. What several flows call differently has all their words, for whoever looks for it; the row itself says which
 * it was (`detail.zh`).
 */
export function nameFlowActions(actions: Readonly<Record<string, { readonly zh: string }>>): void {
  for (const [action, { zh }] of Object.entries(actions)) {
    const known = names.get(`case.${action}`);
    const said = known ? known.slice(OF_A_CASE.length).split('、') : [];
    if (!said.includes(zh)) names.set(`case.${action}`, `${OF_A_CASE}${[...said, zh].join('、')}`);
  }
}
const OF_A_CASE = '办理办件：';

export const auditedNames = (): ReadonlyMap<string, string> => names;
