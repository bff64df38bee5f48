/** 备案、现场核查、暂停和终止 over HTTP. */
import { z } from 'zod';
import { type RouteDefinition, stepOnce } from '../../../kernel/http/server.ts';
import { heads } from '../beds/terms.ts';
import { keepers } from '../register/terms.ts';
import { Announcement, announceEnd, beginEnding, endInstitution, resume } from './ending.ts';
import { Findings, fileRecording, Guidance, guideFiling, NewFiling, receiveFiling, recordOnsite } from './filing.ts';

const at = (what: string): string => `/api/institutions/:id/${what}`;
const Nothing = z.strictObject({});

export const recordingRoutes: readonly RouteDefinition[] = [
  stepOnce({ url: at('filings'), summary: '机构：报送备案、变更备案', by: heads, shape: NewFiling, work: fileRecording }),
  stepOnce({ url: at('guidance'), summary: '备案：告知补正', by: keepers, shape: Guidance, work: guideFiling }),
  stepOnce({ url: at('receipt'), summary: '备案：材料齐全，出回执', by: keepers, shape: Nothing, work: receiveFiling }),
  stepOnce({ url: at('onsite'), summary: '登记现场核查', by: keepers, shape: Findings, work: recordOnsite }),
  stepOnce({ url: at('announcement'), summary: '机构：公告暂停、终止服务', by: heads, shape: Announcement, work: announceEnd }),
  stepOnce({ url: at('ending'), summary: '公告期满：暂停，或者开始清退安置', by: keepers, shape: Nothing, work: beginEnding }),
  stepOnce({ url: at('end'), summary: '老人都已安置：终止', by: keepers, shape: Nothing, work: endInstitution }),
  stepOnce({ url: at('resumption'), summary: '恢复服务', by: keepers, shape: Nothing, work: resume }),
];
