/** The usual way of a case, step by step: who does what on which day, with the input an officer would type. */
import { type Calendar, plusDays } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { DibaoAction, DibaoState } from '../dibao/flow.ts';
import { places } from './places.ts';
import type { Story } from './story.ts';

/** Whoever sends the application (the agent where there is one), the neighbour at the notice board, or an account by its login. */
export type By = 'applicant' | 'neighbour' | { readonly login: string };

/** Files to upload before a step, by input field: the kind of paper, or of each of several. */
export type Files = Readonly<Record<string, string | readonly string[]>>;
/** Every home visit is photographed and signed. */
export const visitFiles: Files = { photos: ['visit-photo'], signature: 'visit-signature' };

export interface PathStep {
  readonly on: PlainDate;
  readonly by: By;
  /** `submit` opens the case. */
  readonly action: DibaoAction | 'submit';
  readonly input: Readonly<Record<string, unknown>>;
  readonly files?: Files;
  /** State after it. */
  readonly to: DibaoState;
}

interface Desks {
  readonly clerk: string;
  readonly leader: string;
  readonly checker: string;
  readonly confirmer: string;
  /** The two who go on a home visit. */
  readonly surveyors: readonly { readonly name: string; readonly cadre?: string }[];
  /** The other leader of a township that confirms itself in the demonstration. */
  readonly second?: string;
}

const desks: Readonly<Record<string, Desks>> = {
  '421202100': {
    clerk: 'xiang',
    leader: 'xianghe',
    checker: 'hedui',
    confirmer: 'queren',
    surveyors: [{ name: '李建国' }, { name: '陈秀兰' }],
  },
  '421221103': {
    clerk: 'jiayu',
    leader: 'jiayuhe',
    checker: 'jiayuhedui',
    confirmer: 'jiayuqueren',
    surveyors: [{ name: '林涛' }, { name: 'cadre', cadre: '龚建军' }],
    second: 'jiayuzhen',
  },
};

/** The accounts through whose hands a story goes. */
export function desksOf(story: Story): Desks {
  const desk = desks[places[story.place].slice(0, 9)];
  if (!desk) throw new Error(`no accounts for ${story.place}`);
  return desk;
}

const NOTICE_DAYS = 7;

/** Applied on a day, one desk a working day. Cut it at the state where the story rests. */
export function usualPath(story: Story, appliedOn: PlainDate, calendar: Calendar): PathStep[] {
  const division = places[story.place];
  const { clerk, leader, checker, confirmer, surveyors, second } = desksOf(story);
  const workday = (n: number, from = appliedOn): PlainDate => (n === 0 ? from : calendar.addWorkdays(from, n, division));
  const posted = workday(5);
  const recognised = story.expect?.recognised;
  const eligible = story.expect?.outcome === 'eligible' || recognised !== undefined;
  const noticeOver = eligible ? plusDays(posted, NOTICE_DAYS) : posted;
  const step = (
    on: PlainDate,
    login: string,
    action: DibaoAction,
    to: DibaoState,
    input: Record<string, unknown> = {},
    files?: PathStep['files'],
  ): PathStep => ({
    on,
    by: { login },
    action,
    input: { ...input, ...story.inputs?.[action] },
    ...(files ? { files } : {}),
    to,
  });
  const decider = second ?? confirmer;
  const posting = eligible ? [step(posted, clerk, 'postNotice', 'onNotice', { place: '村（居）委会公示栏' })] : [];
  const submit: PathStep = { on: appliedOn, by: 'applicant', action: 'submit', input: {}, to: 'submitted' };
  return [
    submit,
    step(appliedOn, clerk, 'accept', 'accepted'),
    step(workday(1), clerk, 'startSurvey', 'toCheck'),
    step(workday(2), checker, 'startCheck', 'checking'),
    step(
      workday(3),
      clerk,
      'recordVisit',
      'checking',
      {
        on: workday(3),
        surveyors,
        respondent: story.form.applicant.name,
        living: 'consistent',
        findings: '住房、家电和生活状况与申报一致，邻里反映属实。',
      },
      visitFiles,
    ),
    step(workday(3), checker, 'issueReport', 'surveying'),
    step(workday(4), clerk, 'submitForReview', 'reviewing', { opinion: '经核对和入户调查，情况属实，请审核。' }),
    step(posted, leader, 'giveOpinion', eligible ? 'toPost' : second ? 'confirmingHere' : 'toFile', {
      opinion: eligible ? '经核算符合条件，拟予确认。' : '经核算不符合条件，拟不予确认。',
    }),
    ...posting,
    ...(second ? [] : [step(workday(1, noticeOver), clerk, 'fileToCounty', 'confirming')]),
    recognised
      ? step(workday(3, noticeOver), decider, 'recognise', 'recognised', { opinion: '同意认定。' })
      : eligible
        ? step(workday(3, noticeOver), decider, 'confirm', 'granted', { opinion: '同意确认。' })
        : step(workday(3, noticeOver), decider, 'refuse', 'refused', { opinion: '经审核不符合条件，不予确认。' }),
  ];
}

/** The steps that bring a story to where the demonstration finds it; none when the family has not applied. */
export function pathToRest(story: Story, calendar: Calendar): PathStep[] {
  const { rest, appliedOn } = story;
  if (!rest || !appliedOn) return [];
  const usual = usualPath(story, appliedOn, calendar);
  const until = (state: DibaoState): PathStep[] => usual.slice(0, usual.findLastIndex((s) => s.to === state) + 1);
  const { clerk } = desksOf(story);
  const input = story.inputs ?? {};
  if (rest === 'supplement')
    return [
      ...until('submitted'),
      { on: appliedOn, by: { login: clerk }, action: 'requestSupplement', input: input.requestSupplement ?? {}, to: rest },
    ];
  if (rest === 'withdrawn')
    return [
      ...until('accepted'),
      { on: calendar.addWorkdays(appliedOn, 1), by: 'applicant', action: 'withdraw', input: input.withdraw ?? {}, to: rest },
    ];
  if (rest === 'objected') {
    const onNotice = until('onNotice');
    return [
      ...onNotice,
      {
        on: calendar.addWorkdays(onNotice.at(-1)!.on, 3),
        by: 'neighbour',
        action: 'object',
        input: input.object ?? {},
        to: rest,
      },
    ];
  }
  const steps = until(rest);
  if (steps.length === 0) throw new Error(`story ${story.key} cannot rest at ${rest}`);
  return steps;
}
