/** 通知: templates, and what a message looks like to its reader. Nothing here blocks the work that caused a message. */
import type { DivisionCode, Id } from '../schema/index.ts';
import { spoken } from '../words/index.ts';

/** Chinese texts with `{name}` placeholders. */
export interface Template {
  title: string;
  /** In-app text. */
  text: string;
  /** What may leave the platform: no facts of health, crime or family. Without it persons get a text that says nothing but "look". */
  sms?: string;
}

export type NoticeParams = Readonly<Record<string, string | number>>;

/** Leaves the platform for every template that has no text of its own for it. */
export const plainSms = '【民政】您有一条新的办事消息，请登录民政服务平台查看，或咨询当地村（社区）工作人员。';

const templates = new Map<string, Template>();

/** Registers a domain's templates. A name used for two texts is a bug and stops the program. */
export function defineTemplates<const T extends Record<string, Template>>(definitions: T): T {
  for (const [name, template] of Object.entries(definitions)) {
    const known = templates.get(name);
    if (known && JSON.stringify(known) !== JSON.stringify(template)) throw new Error(`template ${name} is defined twice`);
    templates.set(name, template);
  }
  return definitions;
}

function fill(text: string, params: NoticeParams): string {
  return text.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = params[key];
    if (value === undefined) throw new Error(`message text lacks {${key}}: ${text}`);
    return spoken(value);
  });
}

export function renderMessage(name: string, params: NoticeParams): { title: string; body: string; sms: string } {
  const template = templates.get(name);
  if (!template) throw new Error(`no template ${name}`);
  return {
    title: fill(template.title, params),
    body: fill(template.text, params),
    sms: template.sms === undefined ? plainSms : fill(template.sms, params),
  };
}

const HOUR = 3_600_000;
const SHANGHAI = 8 * HOUR;
const QUIET_FROM = 21;
const QUIET_TO = 8;

/** The earliest instant, not before `instant` (ISO), at which a text may ring: between 21:00 and 08:00 (Asia/Shanghai) it waits for 08:00. */
export function afterQuietHours(instant: string): string {
  const local = new Date(Date.parse(instant) + SHANGHAI);
  const hour = local.getUTCHours();
  if (hour >= QUIET_TO && hour < QUIET_FROM) return instant;
  const day = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + (hour >= QUIET_FROM ? 1 : 0));
  return new Date(day + QUIET_TO * HOUR - SHANGHAI).toISOString();
}

export interface Message {
  id: Id<'Message'>;
  template: string;
  title: string;
  body: string;
  division: DivisionCode;
  caseId: Id<'Case'> | null;
  /** A batch of payments that it is about. */
  batchId: Id<'PaymentBatch'> | null;
  /** Its case waits for the reader now. */
  waits: boolean;
  createdAt: string;
  readAt: string | null;
}

export type Channel = 'sms' | 'wechat';

export interface OutgoingMessage {
  id: string;
  personId: Id<'Person'>;
  channel: Channel;
  text: string;
  state: 'waiting' | 'sending' | 'sent' | 'failed';
  attempts: number;
  nextAt: string;
  createdAt: string;
  sentAt: string | null;
  providerRef: string | null;
  error: string | null;
}
