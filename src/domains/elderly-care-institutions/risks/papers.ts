/** 安全证照 of homes (EC-057): fire acceptance and its yearly check, food and electrical papers, each with the day on which it runs out. */
import { z } from 'zod';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { clerks, day, defineRegister, office, outside, step, text } from '../../../kernel/register/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { choice, type PlainDate, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import { LEADS_SHELF } from '../money/terms.ts';
import { anyHome } from '../reform/shelf.ts';

export const SAFETY_PAPER = 'care-safety-paper';
export const papers = {
  fire: '消防验收或者备案',
  'fire-check': '消防设施年度检测',
  electric: '电气防火检测',
  food: '食品经营许可',
} as const;
/** A paper that ends is told of so many days before. */
export const TELL_BEFORE = 30;

const dates = {
  paperNo: text('证照、报告编号', { min: 2, max: 60 }),
  issuedOn: day('发证、出具日期'),
  validTo: PlainDateText.optional().meta({ label: '有效期至', widget: 'date', help: '长期有效的不填' }),
};
type Given = { issuedOn: PlainDate; validTo?: PlainDate | undefined };
const fits = (validTo: PlainDate | undefined, issuedOn: PlainDate) =>
  validTo !== undefined && validTo < issuedOn
    ? fail('INVALID_INPUT', { count: 1 }, [{ path: 'validTo', message: '不能早于发证日期' }])
    : null;

defineRegister({
  key: SAFETY_PAPER,
  zh: '安全证照',
  shelf: LEADS_SHELF,
  lead: '消防验收、消防设施年度检测、电气检测、食品经营许可，一家一种一张，到期前30天提醒；没有消防手续的、过期的在风险清单里。',
  enters: '登记一张',
  by: clerks,
  form: z.strictObject({
    institution: Uuid.meta({ label: '哪家机构' }),
    kind: choice(papers).meta({ label: '哪种证照', choices: papers }),
    ...dates,
  }),
  chosen: { institution: anyHome },
  one: ({ institution, kind }) => `${institution} ${kind}`,
  titleOf: ({ institutionName, kind }) => `${institutionName}：${papers[kind as keyof typeof papers]}`,
  entering: async (tx, { issuedOn, validTo }: Given) => outside(tx, 'issuedOn', issuedOn) ?? fits(validTo, issuedOn) ?? ok(null),
  start: 'valid',
  states: {
    valid: { zh: '已登记', tone: 'good' },
    void: { zh: '注销、作废', tone: 'plain', final: true },
  },
  steps: {
    renew: step({
      zh: '换新的一张',
      causes: '原来的留在经过里，期限按新的算。',
      by: clerks,
      from: ['valid'],
      to: 'valid',
      input: z.strictObject(dates),
      run: async (tx, _, { issuedOn, validTo, paperNo }) =>
        outside(tx, 'issuedOn', issuedOn) ??
        fits(validTo, issuedOn) ??
        ok({ content: { issuedOn, paperNo, validTo: validTo ?? null } }),
    }),
    void: step({
      zh: '注销、作废',
      causes: '不再算有这张证照。',
      by: office,
      from: ['valid'],
      to: 'void',
      input: z.strictObject({ reason: text('原因', { min: 4, max: 200 }) }),
    }),
  },
  async clock(_, { state, content }) {
    const dueOn = content.validTo as PlainDate | null | undefined;
    return ok(state === 'valid' && dueOn ? { zh: '换证', counts: 'days', dueOn, alertOn: plusDays(dueOn, -TELL_BEFORE) } : null);
  },
});
