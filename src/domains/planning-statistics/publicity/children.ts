/** 稿件里的孩子: whether a text names a registered minor, or says the age of one. A name that grown-ups share is found too: a person decides. */
import { sql } from '../../../database/sql.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';

const AGED = /([一-龥]{2,4})[（(，,、]?\s*(?:今年|现年|年仅)?\s*(\d{1,2})\s*周?岁/gu;
/** 满六周岁、不足十四周岁: a rule speaks so, of nobody. */
const RULE = /(?:[未已年不]满|不足|超过|年龄|[至到于约])$/;
const GROWN_UP = 18;
const MOST = 20;

export interface NamedChild {
  readonly name: string;
  readonly why: 'registered' | 'age';
}

/** Of whom the age of a child stands beside the name. Pure. */
export const agedChildren = (text: string): NamedChild[] =>
  [...text.matchAll(AGED)].flatMap(([, name, age]) =>
    Number(age) < GROWN_UP && !RULE.test(name!) ? [{ name: name!, why: 'age' as const }] : [],
  );

/** Minors of the reader's own area whose whole name stands in the text. */
export async function namedChildren(tx: Tx, text: string): Promise<NamedChild[]> {
  const registered = await tx.rows<{ name: string }>(sql`select distinct name from person
    where birth_date > ${addMonths(tx.today, -GROWN_UP * 12)}::date and length(name) >= 2 and position(name in ${text}) > 0 order by name limit ${MOST}`);
  const known = registered.map(({ name }): NamedChild => ({ name, why: 'registered' }));
  return [...known, ...agedChildren(text).filter(({ name }) => !known.some((child) => name.endsWith(child.name)))];
}
