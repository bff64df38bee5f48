/** 共同生活的家庭成员: who is counted in N, and why (57号第七条; README「共同生活」). */
import { ageOn } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { FamilyFacts, MemberFacts } from './facts.ts';
import { countingStatuses, relations } from './terms.ts';

/** counted is null while not yet known. */
export interface CountedMember {
  readonly ref: string;
  readonly label: string;
  readonly counted: boolean | null;
  readonly reason: string;
}

const ADULT = 18;

export const memberLabel = (member: MemberFacts): string => member.name ?? relations[member.relation];

/** The day of death still counts: asked for the first of a month, somebody who died in it is counted for the whole month. */
export const aliveOn = (member: MemberFacts, date: PlainDate): boolean => member.diedOn === null || member.diedOn >= date;

/** Who is counted, and why. */
function countOne(member: MemberFacts, date: PlainDate, paidOn: PlainDate): CountedMember {
  const { ref, status, relation } = member;
  const label = memberLabel(member);
  const is = (counted: boolean | null, reason: string): CountedMember => ({ ref, label, counted, reason });
  if (!aliveOn(member, paidOn)) return is(false, '已去世');
  if (status === null) return is(null, '是否属于不计入情形尚未查明');
  if (status !== 'none' && status !== 'missing-undeclared') return is(false, countingStatuses[status]);
  if (relation === 'self') return is(true, '申请人');
  if (relation === 'spouse') return is(true, status === 'missing-undeclared' ? '配偶下落不明但未经法院宣告，仍计入' : '配偶');
  if (relation === 'child') {
    if (ageOn(member.birthDate, date) < ADULT) return is(true, '未成年子女');
    if (member.student === 'school' || member.student === 'undergraduate') return is(true, '本科及以下在校成年子女');
    if (member.cannotLiveIndependently) return is(true, '不能独立生活的成年子女');
  }
  if (relation === 'other') return is(false, '没有法定赡养、抚养、扶养关系');
  if (member.livesTogether) return is(true, '有法定赡养、抚养、扶养关系并长期共同居住');
  // 有两条路可以计入：不能独立生活，或长期共同居住。任一条尚未查明，就还不能说不计入
  const open = member.livesTogether === null || (relation === 'child' && member.cannotLiveIndependently === null);
  return open ? is(null, '是否长期共同居住或能否独立生活尚未查明') : is(false, '未长期共同居住且能独立生活');
}

/** Every member with the verdict as judged on a day, in the order of the facts; `paidOn` is a day of the month that is paid. */
export const countMembers = (facts: FamilyFacts, judgedOn: PlainDate, paidOn: PlainDate): CountedMember[] =>
  facts.members.map((member) => countOne(member, judgedOn, paidOn));

/** A certificate that has expired proves nothing. */
export const validDisabilities = (member: MemberFacts, date: PlainDate) =>
  member.disabilities.filter((d) => d.validTo === null || d.validTo >= date);

/** 重度残疾: level 1 or 2 of any kind. */
export const isSeverelyDisabled = (member: MemberFacts, date: PlainDate): boolean =>
  validDisabilities(member, date).some((d) => d.level <= 2);

/** 三级智力、精神残疾. */
export const isLevelThreeMental = (member: MemberFacts, date: PlainDate): boolean =>
  validDisabilities(member, date).some((d) => d.level === 3 && (d.type === 'intellectual' || d.type === 'mental'));

export const isAdult = (member: MemberFacts, date: PlainDate): boolean => ageOn(member.birthDate, date) >= ADULT;
