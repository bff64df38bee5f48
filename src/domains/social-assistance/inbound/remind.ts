/** 快到期: a request that is amber is told once, to whoever has it in hand, else to the whole checking centre. */
import { systemActor } from '../../../kernel/access/index.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { anyAmberInbound, takeAmberInbound } from './store.ts';
import { inboundStates } from './terms.ts';

defineTemplates({
  'inbound.due-soon': { title: '外省来函快到期', text: '{origin}的来函{no}最迟{due}复函，现在是“{state}”，请抓紧办理。' },
});

const FULL = 200;

export const remindInbound = whenDue(anyAmberInbound, async (context) => {
  const work = () =>
    context.write(systemActor('inbound', context.city), async (tx) => {
      const amber = await takeAmberInbound(tx, FULL);
      for (const { no, origin, division, dueOn, state, assignedTo } of amber)
        await notify(tx, {
          to: assignedTo ? { userId: assignedTo } : { performer: 'verification-officer', division },
          template: 'inbound.due-soon',
          params: { no, origin, due: dueOn, state: inboundStates[state] },
        });
      return amber.length;
    });
  while ((await work()) === FULL);
});
