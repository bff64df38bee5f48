/** 急难型临时救助 as a service item: form, flow and handlers together. */
import { defineFlowImplementation } from '../../../../kernel/service/server.ts';
import { closing } from './closing.ts';
import { countyPart } from './county.ts';
import { firstAid } from './first-aid.ts';
import { emergencyFlow } from './flow.ts';
import { EmergencyAid } from './form.ts';
import { inKind } from './help-in-kind.ts';
import { emergencyOpened, openEmergency } from './open.ts';
import { emergencySections } from './sections.ts';
import { laterStages } from './stages.ts';

defineFlowImplementation({
  flow: emergencyFlow,
  form: () => EmergencyAid,
  open: (tx, _item, form) => openEmergency(tx, form as unknown as EmergencyAid),
  opened: emergencyOpened,
  actions: { ...firstAid, ...inKind, ...countyPart, ...closing, ...laterStages },
  sections: emergencySections,
});
