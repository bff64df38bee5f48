/** 接口和投递: what could not be delivered, whatever way it was to go. Counts, times and faults only: nobody's name or number. */
import type { Undelivered } from '../event/index.ts';

export const ways = {
  event: '业务事件',
  message: '短信和微信',
  query: '部门接口',
} as const;
export type Way = keyof typeof ways;

export interface Stuck extends Undelivered {
  way: Way;
  /** Silent for more than a day: the alarm is about these. */
  late: boolean;
}

/** A fault as it may be shown: the first line, without what could be somebody's number. */
export const faultOf = (error: string | null): string | null =>
  error === null
    ? null
    : error
        .split('\n', 1)[0]!
        .replace(/["'“‘《(（].*?["'”’》)）]/g, '…')
        .replace(/\d{5,}[Xx]?/g, '…')
        .slice(0, 160);
