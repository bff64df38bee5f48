/** Stages of an emergency case are released beside its other steps: the case stays where it is. */
import { ok } from '../../../../kernel/result/index.ts';
import { handler } from '../../../../kernel/service/server.ts';
import { releaseStageOf, StageCheck, StageStop, stagesWait, stopStagesOf } from '../release.ts';
import type { Done } from './first-aid.ts';
import type { EmergencyState } from './flow.ts';

const releaseStage = handler({
  input: StageCheck,
  offered: stagesWait,
  async run(tx, kase, input): Done {
    const released = await releaseStageOf(tx, kase, input.check);
    return released.ok ? ok({ to: kase.state as EmergencyState, opinion: released.value.opinion }) : released;
  },
});

const cancelStages = handler({
  input: StageStop,
  offered: stagesWait,
  async run(tx, kase, input): Done {
    const stopped = await stopStagesOf(tx, kase, input);
    return stopped.ok ? ok({ to: kase.state as EmergencyState, opinion: stopped.value.opinion }) : stopped;
  },
});

export const laterStages = { releaseStage, cancelStages };
