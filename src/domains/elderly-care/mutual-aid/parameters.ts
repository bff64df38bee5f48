/** Standards of mutual aid, and how they are read. */
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameters } from '../../../kernel/policy/server.ts';

export const aidParameters = {
  'AID-POINTS': '互助养老：帮一小时记几分',
  'AID-DAY-HOURS': '互助养老：一个帮手一天最多记几小时',
  'AID-LATE-DAYS': '互助养老：做完以后几天内登记',
  'AID-CONFIRM-DAYS': '互助养老：几天没有确认告知村（社区）',
  'AID-YOUNG-OLD': '互助养老：低龄老年人的年龄上限',
  'AID-DOUBT-PAIR': '互助养老疑点：两个人一个月互相帮几小时',
  'AID-DOUBT-DAYS': '互助养老疑点：一个月几天记满',
} as const;
type AidKey = keyof typeof aidParameters;

export const aidLimits = <K extends AidKey>(tx: Tx, ...keys: readonly K[]) => wholeParameters(tx, keys, tx.city);
