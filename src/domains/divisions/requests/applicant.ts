/** Who asks for something about a place: a person for himself or for a unit; known to the register by the identity number. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { identifyApplicant } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { Division, Mobile, ResidentId } from '../../../kernel/schema/index.ts';
import { appliedFor } from '../../../kernel/service/server.ts';

export const Applicant = z
  .strictObject({
    unit: z.string().trim().max(60).optional().meta({ label: '申请单位', help: '个人申请的空着' }),
    name: z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字').meta({ label: '经办人姓名' }),
    idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
    phone: Mobile.meta({ label: '手机号码', protect: true, help: '办理进度会发短信到这个号码' }),
    village: Division.meta({ label: '经办人所在村（社区）', widget: 'division' }),
  })
  .meta({ label: '谁申请' });
export type Applicant = z.infer<typeof Applicant>;

export async function applicantOf(tx: Tx, given: Applicant): Promise<Result<ReturnType<typeof appliedFor>>> {
  const { village, unit: _, ...applicant } = given;
  if (tx.divisions.get(village)?.level !== 'village')
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'applicant.village', message: '请选择到村（社区）' }]);
  const person = await identifyApplicant(tx, { ...applicant, division: village });
  return person.ok ? ok(appliedFor(tx, person.value, applicant.name)) : person;
}
