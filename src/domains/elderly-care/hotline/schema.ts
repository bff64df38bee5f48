/** What is filled in of a call to the care hotline. */
import { z } from 'zod';
import { choice, Division, Mobile, ResidentId } from '../../../kernel/schema/index.ts';
import { ratings } from '../../../kernel/ticket/index.ts';

const where = {
  division: Division.meta({ label: '事情在哪里', help: '到村（社区）；说不清的选乡镇（街道）', widget: 'division' }),
};
const village = { division: Division.meta({ label: '人在哪个村（社区）', widget: 'division' }) };
const note = (label: string, help: string, min = 2) =>
  z.string().trim().min(min, `请写明${label}`).max(1000, '不超过1000字').meta({ label, help, widget: 'textarea', protect: true });
const name = z.string().trim().max(50).optional().meta({ label: '来电人姓名', protect: true });

export const Enquiry = z.strictObject({
  ...where,
  matter: note('问什么', '来电人问了什么'),
  answer: note('怎么答复的', '讲了哪条政策、哪里办、找谁'),
  rating: choice(ratings).optional().meta({ label: '满意程度', help: '本人自己说的；不愿评的空着' }),
});
export const ServiceWish = z.strictObject({
  ...village,
  matter: note('要什么服务', '什么服务、哪天、几点'),
  name,
  phone: Mobile.meta({ label: '来电人电话', protect: true }),
});
export const Urgent = z.strictObject({
  ...village,
  matter: note('出了什么事', '现在人怎么样、在哪里'),
  idNumber: ResidentId.optional().meta({
    label: '老人身份证号码',
    protect: true,
    widget: 'id-card',
    help: '知道的填写，坐席能看到登记的住处',
  }),
  phone: Mobile.meta({ label: '来电人电话', protect: true }),
});
export const Complaint = z.strictObject({
  ...where,
  about: z.string().trim().min(1, '请写明是谁').max(50).meta({ label: '投诉举报谁', protect: true }),
  matter: note('经过', '什么时候、什么事、要怎么办'),
  name,
  phone: Mobile.meta({ label: '回访电话', protect: true }),
});
/** 可以不留名、不留电话. */
export const Abuse = z.strictObject({
  ...village,
  about: z.string().trim().min(1, '请写明是谁').max(50).meta({ label: '哪位老人', protect: true }),
  matter: note('经过', '什么时候、谁、怎么对老人的、现在危险不危险'),
  name: z.string().trim().max(50).optional().meta({ label: '来电人姓名', protect: true, help: '不愿留名的空着' }),
  phone: Mobile.optional().meta({ label: '来电人电话', protect: true, help: '不愿留的空着' }),
});
export const Otherwise = z.strictObject({ note: note('为什么没有下单', '不要了、附近没有、已另外安排；写明和来电人说好的', 4) });
