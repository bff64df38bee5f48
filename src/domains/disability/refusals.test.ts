/** Section 8: what is refused, and the very words. */
import { expect, test } from 'vitest';
import { explain, fail } from '../../kernel/result/index.ts';
import './errors.ts';
import './devices/errors.ts';
import './rehab/errors.ts';

const words: readonly [string, string][] = [
  ['CERTIFICATE_EXPIRED', '残疾人证已过期，请先办理换证。'],
  ['SUBSIDY_TEKUN', '特困人员不重复享受残疾人两项补贴。'],
  ['SUBSIDY_ELSEWHERE', '该人员已在其他地区享受同类补贴，请先停发原待遇。'],
  ['SUBSIDY_SAME_OFFICER', '初审人与审定人不得为同一人。'],
  ['UNIT_NOT_CLEANED', '该辅具未完成洗消检测，不能出租。'],
  ['UNIT_TAKEN', '该辅具已被预约或租出，请选择其他网点。'],
  ['UNIT_RECALLED', '该批次辅具已召回，禁止出库。'],
  ['DEVICE_IN_CYCLE', '同类辅具未到更换周期，如有特殊情况请申请复评。'],
  ['REHAB_NO_CONSENT', '未取得本人或监护人知情同意，不能登记服务。'],
  ['SESSION_OVERLAP', '服务时间重叠，请核实。'],
  ['SESSION_AWAY', '该时段服务对象不在社区，记录无效。'],
  ['STAFF_UNTRAINED', '服务人员培训学时不足，请先补训。'],
];

for (const [code, sentence] of words)
  test(`${code}：${sentence}`, () => expect(explain(fail(code, { next: '', hours: 20 })).message).toBe(sentence));
