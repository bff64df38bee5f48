/** 采购公告 as everybody reads them. */
import type { Tx } from '../../../kernel/context/server.ts';
import { type NoticeRow, notices, procurementMethods } from '../../../kernel/purchase/server.ts';

export interface PublishedNotice extends Omit<NoticeRow, 'method' | 'division' | 'signedUp'> {
  readonly methodZh: string;
  readonly divisionName: string;
  readonly open: boolean;
}

export const publishedNotices = async (tx: Tx): Promise<PublishedNotice[]> =>
  (await notices(tx)).map(({ method, division, signedUp: _, ...row }) => ({
    ...row,
    methodZh: procurementMethods[method],
    divisionName: tx.divisions.get(division)?.name ?? division,
    open: row.withdrawnOn === null && tx.today <= row.closesOn,
  }));
