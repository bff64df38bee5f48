/** 紧急联系人 of a person, in the order in which they are called: one list for the register, the emergency desk and the visits. */
import { z } from 'zod';
import { choice, Mobile } from '../../../kernel/schema/index.ts';
import { contactRelations } from './terms.ts';

export const ContactList = z
  .array(
    z.strictObject({
      name: z.string().trim().min(2, '请填写姓名').max(30).meta({ label: '姓名' }),
      relation: choice(contactRelations).meta({ label: '和老人的关系' }),
      phone: Mobile.meta({ label: '手机号码', protect: true }),
      canOpenDoor: z.boolean().default(false).meta({ label: '有钥匙，能开门' }),
    }),
  )
  .max(5)
  .default([]);
