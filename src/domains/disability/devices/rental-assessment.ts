/**
 * 租赁前的简易评估 (4.4): a few questions at the counter say whether somebody can use a kind of device. The specification leaves the questions to the city
 * [A]; what it fixes is the step, its record, and that what is brought to the home is looked at there. Pure.
 */
import { z } from 'zod';
import { choice, type PlainDate } from '../../../kernel/schema/index.ts';
import type { DeviceKind } from './terms.ts';

const may = { yes: '可以', no: '不可以' } as const;

export const RentalAnswers = z.strictObject({
  sits: choice({ alone: '自己坐得稳', supported: '有靠背能坐稳', no: '坐不稳' }).meta({ label: '坐得稳吗' }),
  walks: choice({ alone: '能自己走', support: '扶着能走', no: '不能走' }).meta({ label: '能走路吗' }),
  hands: choice({ both: '两只手都有力气', one: '只有一只手有力气', none: '两只手都没有力气' }).meta({ label: '手上有力气吗' }),
  skin: choice({ fine: '能自己翻身，皮肤完好', risk: '翻身困难，或者皮肤发红', sore: '已经有压疮' }).meta({
    label: '皮肤和翻身',
    protect: true,
  }),
  use: choice({ alone: '会按说明用', helped: '有人在旁边帮着用', no: '不会用，也没有人帮' }).meta({ label: '会用吗' }),
  room: choice(may).meta({ label: '家里放得下、门和过道过得去' }),
  where: choice({ station: '在网点问的', home: '到家里看过' }).meta({
    label: '在哪里评估的',
    help: '护理床等送到家的须上门看过',
  }),
  note: z.string().trim().max(200, '不超过200字').default('').meta({ label: '说明', widget: 'textarea', protect: true }),
});
export type RentalAnswers = z.infer<typeof RentalAnswers>;

export const rentalVerdicts = { suits: '适合', 'with-care': '可以租，要注意', not: '不适合租' } as const;
export type RentalVerdict = keyof typeof rentalVerdicts;

export interface RentalAdvice {
  readonly verdict: RentalVerdict;
  /** Why not, or what to mind; empty where it suits. */
  readonly reasons: readonly string[];
}

/** Sent to the home and set up there: nobody rents one unseen. */
const TO_THE_HOME: readonly DeviceKind[] = ['nursing-bed'];
/** Made or adjusted for one person. */
const FITTED_ONLY: readonly DeviceKind[] = ['hearing-aid', 'prosthesis'];
const BULKY: readonly DeviceKind[] = ['wheelchair', 'nursing-bed'];

/** As it stands on record. */
export interface AssessmentView extends RentalAdvice {
  readonly verdictZh: string;
  readonly on: PlainDate;
  readonly by: string;
}

/** What forbids it, for this kind. */
function against(kind: DeviceKind, a: RentalAnswers): string[] {
  if (FITTED_ONLY.includes(kind)) return ['要按本人适配，不能凭简易评估出租，请转适配评估'];
  return [
    a.use === 'no' && '本人不会用，也没有人帮',
    a.room === 'no' && BULKY.includes(kind) && '家里放不下，或者门和过道过不去',
    TO_THE_HOME.includes(kind) && a.where === 'station' && '送到家的辅具须上门看过再租',
    (kind === 'wheelchair' || kind === 'bath-chair') && a.sits === 'no' && '坐不稳，普通的不安全，请转适配评估',
    kind === 'crutch' && a.walks === 'no' && '不能走路，用不了拐杖',
    kind === 'crutch' && a.hands === 'none' && '两只手都没有力气，撑不住拐杖',
  ].filter((reason) => reason !== false);
}

/** What to mind where it may be rented. */
function toMind(kind: DeviceKind, a: RentalAnswers): string[] {
  return [
    a.use === 'helped' && '用的时候要有人在旁边',
    kind === 'wheelchair' && a.sits === 'supported' && '系好安全带，配靠垫',
    kind === 'wheelchair' && a.hands === 'none' && '自己推不了，要有人推',
    kind === 'crutch' && a.hands === 'one' && '只用有力气的一侧，配单拐',
    kind === 'bath-chair' && a.sits === 'supported' && '选带靠背扶手的，洗浴时有人看护',
    kind === 'nursing-bed' && a.skin !== 'fine' && '同时配防褥疮垫',
    kind === 'mattress' && a.skin === 'fine' && '现在不一定需要，先问清楚',
    kind === 'mattress' && a.skin === 'sore' && '已经有压疮，请同时就医',
  ].filter((reason) => reason !== false);
}

/** Whether a device of a kind may go to somebody with these answers. */
export function assessRental(kind: DeviceKind, answers: RentalAnswers): RentalAdvice {
  const forbidding = against(kind, answers);
  if (forbidding.length > 0) return { verdict: 'not', reasons: forbidding };
  const reasons = toMind(kind, answers);
  return { verdict: reasons.length > 0 ? 'with-care' : 'suits', reasons };
}
