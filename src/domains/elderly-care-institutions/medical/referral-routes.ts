/** 巡诊和转诊 over HTTP: the people of the home only. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { Uuid } from '../../../kernel/schema/index.ts';
import { carers } from '../care/terms.ts';
import { nurses } from '../stays/terms.ts';
import {
  Admitted,
  Back,
  NewReferral,
  News,
  Received,
  referOut,
  referralAdmitted,
  referralBack,
  referralNews,
  referralReceived,
} from './referral.ts';
import { medicalDay, referralFile } from './referral-views.ts';
import { NewRound, recordRound } from './rounds.ts';

const to = (what: string): string => `/api/care-referrals/:id/${what}`;

export const referralRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-referrals',
    permission: allow(...carers),
    summary: '机构：巡诊和转诊',
    handler: ({ platform, actor }) => platform.context.read(actor, (tx) => medicalDay(tx)),
  }),
  route({
    method: 'GET',
    url: '/api/care-referrals/:id',
    permission: allow(...carers),
    summary: '机构：一件转诊和它的交接单（留痕）',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => referralFile(tx, params.id)),
  }),
  stepOnce({
    url: '/api/institutions/:id/referrals',
    summary: '机构：转诊到医院',
    by: carers,
    shape: NewReferral,
    work: referOut,
  }),
  stepOnce({ url: '/api/institutions/:id/rounds', summary: '机构：登记巡诊', by: nurses, shape: NewRound, work: recordRound }),
  stepOnce({ url: to('receipt'), summary: '机构：登记医院接收', by: carers, shape: Received, work: referralReceived }),
  stepOnce({ url: to('admission'), summary: '机构：登记住院', by: nurses, shape: Admitted, work: referralAdmitted }),
  stepOnce({ url: to('news'), summary: '机构：登记医院的消息', by: carers, shape: News, work: referralNews }),
  stepOnce({ url: to('return'), summary: '机构：登记转回', by: nurses, shape: Back, work: referralBack }),
];
