/** Insurance and what is taken in advance, as the demonstration finds them: one home short of its reserve and soon to renew, one that has nearly taken all it may. */

import { monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import { makeIdNumber } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { enterBalance, enterPolicy, setEscrow, takePrepaid } from '../money/act.ts';
import { officerOf } from './stage.ts';

/** `today`: the day on which the demonstration begins. */
export async function payAhead(
  tx: Tx,
  homes: { readonly public: string; readonly private: string },
  today: PlainDate,
): Promise<void> {
  const county = officerOf('demonstration-county', '咸安区民政局', 'county-clerk', '421202000000');
  const head = await staffOf(tx, 'yuanzhang');
  const kangle = await staffOf(tx, 'kangle');
  const office = at(tx, county, today);
  const policy = { insurer: '荆楚财产保险咸宁分公司（示例）', limit: 300_000_00 };
  must(
    'policy',
    await enterPolicy(at(tx, head, plusDays(today, -200)), homes.public, {
      ...policy,
      policyNo: 'DEM-2025-0701',
      fromOn: plusDays(today, -338),
      toOn: plusDays(today, 27),
      beds: 16,
      premium: 1920_00,
    }),
  );
  must(
    'policy',
    await enterPolicy(at(tx, kangle, plusDays(today, -95)), homes.private, {
      ...policy,
      policyNo: 'DEM-2026-0703',
      fromOn: plusDays(today, -95),
      toOn: plusDays(today, 269),
      beds: 4,
      premium: 480_00,
    }),
  );
  const account = {
    accountTail: '0701',
    planOn: plusDays(today, -120),
    assetsOn: plusDays(today, -244),
    assetsDocument: '2025年度审计报告（示例）',
  };
  must('escrow', await setEscrow(office, homes.public, { ...account, bank: '咸宁农商银行（示例）', assets: 8_000_000_00 }));
  must('balance', await enterBalance(office, homes.public, { onDate: today, balance: 2000_00 }));
  must(
    'escrow',
    await setEscrow(office, homes.private, { ...account, accountTail: '0703', bank: '咸宁农商银行（示例）', assets: 60_000_00 }),
  );
  must('balance', await enterBalance(office, homes.private, { onDate: today, balance: 55_200_00 }));
  must(
    'prepaid',
    await takePrepaid(at(tx, kangle, today), homes.private, {
      kind: 'service',
      name: '龚玉兰',
      idNumber: makeIdNumber('421202', '1944-10-10', 712),
      amount: 55_200_00,
      monthly: 4600_00,
      months: 12,
      fromMonth: plusMonths(monthOf(today), 1),
      contractNo: '康乐〔2026〕预字1号',
    }),
  );
}
