/** The short forms of 入库申报. */
import { z } from 'zod';

export const Noted = z.strictObject({
  note: z.string().trim().max(200).optional().meta({ label: '意见', widget: 'textarea' }),
});
export const Because = z.strictObject({
  reason: z.string().trim().min(4, '请写明原因（至少4个字）').max(300).meta({ label: '原因', widget: 'textarea' }),
});
