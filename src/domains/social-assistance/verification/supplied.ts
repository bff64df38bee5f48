/**
 * 能查到的不得要求提供 (《社会救助法》第六十二条): how the papers are called whose content a source gives. Bills and agreements are on no list: no
 * source has them.
 */
import type { Tx } from '../../../kernel/context/server.ts';
import { waysOf } from '../../../kernel/exchange/server.ts';
import { allSources, sourceList, type VerificationSource } from './sources.ts';

const papersOf: Readonly<Partial<Record<VerificationSource, RegExp>>> = {
  'civil-registration': /户口[簿本页]|户籍证明|身份证|死亡证明|销户证明/,
  'civil-affairs': /结婚证|离婚证|婚姻(登记|状况)?证明|单身证明|火化证/,
  tax: /纳税证明|完税证明|个税|个人所得税/,
  'social-insurance': /(社保|社会保险|养老保险).*(证明|记录|清单|凭证)|参保证明|养老金.*(证明|存折|流水)/,
  unemployment: /失业证|失业登记|求职登记|就业失业/,
  'housing-fund': /公积金/,
  'real-estate': /房产证|不动产|房屋?(所有权|产权)|[无有]房证明|住房证明/,
  vehicles: /行驶证|车辆(登记|证明)|[无有]车证明/,
  'market-entities': /营业执照|工商(登记|证明)/,
  'bank-deposits': /存款证明|存款余额|银行余额/,
  securities: /(股票|基金|证券).*(证明|账户|余额)/,
  justice: /服刑证明|戒毒(证明|决定)|刑满释放证/,
  education: /学籍|在[校读]证明|学生证/,
  'disability-certificate': /残疾人?证|残疾证明/,
};

/** Which source gives what this paper would prove; null when the family has to bring it. */
export const supplierOf = (paper: string, connected: readonly VerificationSource[]): VerificationSource | null =>
  connected.find((source) => papersOf[source]?.test(paper)) ?? null;

/** The sources that answer without anybody writing a letter, today. */
export async function connectedSources(tx: Tx): Promise<VerificationSource[]> {
  const way = await waysOf(tx, sourceList, tx.today);
  return allSources.filter((source) => ['interface', 'file'].includes(way(source) ?? 'off'));
}
