/** 精神障碍社区康复 as its tests begin: who refers, who serves, who settles. */
import { type Api, startApi } from '../../../../tests/api.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import { idNumber } from '../../../kernel/resident/fixtures.ts';
import { explain, type Refusal, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { hand, must, perform, requestId } from '../../../kernel/service/fixtures.ts';
import { openCase } from '../../../kernel/service/server.ts';
import { registerInstitution } from './caseload.ts';
import { addStaff, addTraining, recordSession } from './sessions.ts';

export const COUNTY = '421202000000';
export const TOWNSHIP = '421202100000';
export const VILLAGE = '421202100001';
export let api: Api;
export let worker: Actor;
export let otherWorker: Actor;
export let staffId: string;
export let secondStaff: string;
export const township = hand(TOWNSHIP, 'township-clerk');
export const county = hand(COUNTY, 'county-clerk');

export const bodyWorker = async (name: string, capacity = 50): Promise<Actor> => {
  const { id } = await api.context.write(county, async (tx) =>
    must(
      await registerInstitution(tx, {
        name,
        division: TOWNSHIP,
        operator: '咸安区民政局',
        address: '温泉街道',
        telephone: '0715-8888002',
        capacity,
      }),
    ),
  );
  return { ...hand(COUNTY, 'institution-user', { duty: 'rehab-worker' }), unitId: id };
};
/** Starts what the tests need. */
export async function openRehab(): Promise<void> {
  api = await startApi({ start: '2026-09-22' });
  worker = await bodyWorker('温泉社区服务中心');
  otherWorker = await bodyWorker('永安社区服务中心');
  const staff = (name: string, hours: number) =>
    api.context.write(worker, async (tx) => {
      const { id } = must(await addStaff(tx, { name, role: 'therapist' }));
      if (hours > 0) must(await addTraining(tx, { staffId: id, heldOn: '2025-06-01', course: '社区康复基础', hours }));
      return id;
    });
  staffId = await staff('李康', 20);
  secondStaff = await staff('赵健', 24);
}
export const closeRehab = () => api?.stop();

export const apply = async (name = '方伟', more: Record<string, unknown> = {}) => {
  const id = idNumber('1985-08-08', '421202');
  const opened = await openCase(api.context, hand(VILLAGE, 'village-worker'), {
    itemId: 'DB-05',
    channel: 'proxy',
    form: {
      applicant: { name, idNumber: id, phone: '13986665678', village: VILLAGE },
      source: 'medical',
      diagnosis: 'schizophrenia',
      consent: 'self',
      ...more,
    },
    requestId: requestId(),
  }).catch((e) => {
    throw e;
  });
  return { caseId: must(opened).id, idNumber: id };
};
export const act = (by: Actor, caseId: string, action: string, input: unknown = {}) =>
  perform(api.context, by, caseId, action, input);
export const says = (result: Result<unknown>): string => explain(result as Refusal).message;
export const CHECK = { riskLevel: 1, acute: false, consent: 'on-file' };
export const SCORES = { daily: 60, social: 45, medication: 'reminded', findings: '能自理，怕与人说话' };
export const PLAN = {
  goals: '按时服药，每周出门两次',
  services: ['medication', 'social'],
  perMonth: 8,
  signedBy: 'self',
  signed: true,
};
export const toServing = async (caseId: string, by = worker) => {
  must(await act(township, caseId, 'accept', CHECK));
  must(await act(county, caseId, 'refer', { institutionId: by.unitId }));
  must(await act(by, caseId, 'acceptReferral'));
  must(await act(by, caseId, 'recordAssessment', SCORES));
  must(await act(by, caseId, 'signPlan', PLAN));
};
export const session = (caseId: string, on: PlainDate, time = '09:00', more: Record<string, unknown> = {}) =>
  api.context.write(worker, (tx) =>
    recordSession(tx, {
      caseId,
      service: 'social',
      on,
      time,
      minutes: 60,
      staffId,
      place: '活动室',
      evidence: 'signature',
      note: '参加了小组活动',
      ...more,
    }),
  );
