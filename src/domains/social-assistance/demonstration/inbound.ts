/** Letters of other provinces at the verification centre: one answered, one with its consent that waits, one without a consent that can only be returned. */
import type { Actor } from '../../../kernel/access/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { ok } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { answerInbound, askInbound, receiveInbound, takeInbound } from '../inbound/actions.ts';
import type { VerificationSource } from '../verification/sources.ts';
import { storyOf } from './index.ts';
import { makePlayers, must, type Stage, upload } from './players.ts';

interface InboundLetter {
  readonly origin: string;
  readonly theirCaseNo: string;
  readonly about: string;
  readonly sources: readonly VerificationSource[];
  readonly consented: boolean;
  /** Days before the demonstration begins. */
  readonly daysAgo: number;
  readonly answered?: true;
}

const letters: readonly InboundLetter[] = [
  {
    origin: '江西省九江市居民家庭经济状况核对中心',
    theirCaseNo: '九核〔2026〕0716',
    about: 'one-fen',
    sources: ['vehicles'],
    consented: true,
    daysAgo: 8,
    answered: true,
  },
  {
    origin: '湖南省岳阳市社会救助事务中心',
    theirCaseNo: '岳救核2026-1183',
    about: 'paid',
    sources: ['real-estate', 'vehicles'],
    consented: true,
    daysAgo: 4,
  },
  {
    origin: '河南省信阳市浉河区民政局',
    theirCaseNo: '浉民核2026-097',
    about: 'two-officers',
    sources: ['vehicles'],
    consented: false,
    daysAgo: 1,
  },
];

/** `today`: the day on which the demonstration begins. */
export async function playInbound(stage: Stage, today: PlainDate): Promise<void> {
  const players = makePlayers(stage.context);
  try {
    for (const letter of letters) await playLetter(stage, await players.staff('hedui'), letter, today);
  } finally {
    await players.leave();
  }
}

async function playLetter(
  stage: Stage,
  officer: Actor,
  { origin, theirCaseNo, about, sources, consented, daysAgo, answered }: InboundLetter,
  today: PlainDate,
): Promise<void> {
  stage.moveTo(`${plusDays(today, -daysAgo)}T09:30:00+08:00`);
  const { name, idNumber } = storyOf(about).persons[0]!;
  const letter = await upload(stage, officer, 'reply-letter');
  const consent = consented ? await upload(stage, officer, 'consent') : null;
  const persons = [{ name, idNumber, consent, consentTo: consented ? plusDays(today, 150) : null }];
  const asked = await stage.context.write(officer, async (tx) => {
    const received = await receiveInbound(tx, { origin, theirCaseNo, channel: 'letter', letter, sources, persons });
    if (!received.ok || received.value.repeated || !answered) return received;
    const { id } = received.value;
    const taken = await takeInbound(tx, { id });
    if (!taken.ok) return taken;
    const queries = await askInbound(tx, { id });
    return queries.ok ? ok({ id }) : queries;
  });
  must(`letter ${theirCaseNo}`, asked);
  if (!answered || !asked.ok || !('id' in asked.value) || 'repeated' in asked.value) return;
  const { id } = asked.value;
  await stage.runDue();
  must(`answer to ${theirCaseNo}`, await stage.context.write(officer, (tx) => answerInbound(tx, { id })));
}
