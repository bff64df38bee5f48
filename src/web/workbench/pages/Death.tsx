/** 去世: reported, registered; a report withdrawn, a registered death revoked or corrected by two persons. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import {
  amendmentKinds,
  type DeathAmendment,
  DeathRegistration,
  type PersonView,
  revocationReasons,
} from '../../../kernel/resident/index.ts';
import { type FormField, formOf } from '../../../kernel/schema/index.ts';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Facts, Section } from '../../components/layout.tsx';
import { Day } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { api } from '../../shared/api.ts';

interface Step {
  readonly name: string;
  readonly causes: string;
  readonly fields: readonly FormField[];
  readonly button: string;
  readonly url: string;
  readonly fixed?: Readonly<Record<string, unknown>>;
}

const deathFields: readonly FormField[] = [
  { name: 'diedOn', type: 'date', label: '哪天去世的', required: true, format: 'plain-date' },
  { name: 'source', type: 'text', label: '从哪里得知', required: true, min: 2, max: 100, help: '例如：家属来村里说的' },
];
const reasonField: FormField = {
  name: 'reason',
  type: 'choice',
  label: '怎么错的',
  required: true,
  choices: Object.entries(revocationReasons).map(([value, label]) => ({ value, label })),
};
const paperField: FormField = {
  name: 'paper',
  type: 'text',
  label: '依据',
  required: true,
  min: 4,
  max: 200,
  help: '例如：7月3日上门见到本人；派出所证明；更正后的死亡证明及编号',
};

const report: Step = {
  name: '报告去世',
  causes: '报告以后，这个人和家庭的发放先暂停，由乡镇（街道）核实；正式登记以后停发到去世当月为止。',
  fields: deathFields,
  button: '报告（发放先暂停）',
  url: 'death',
};
const register: Step = {
  name: '登记死亡',
  causes:
    '凭死亡证明、火化证明、公安注销、医院证明之一，或者两人上门核实登记。本人的待遇发到去世当月为止，有家人的按余下的人重新核算。',
  fields: formOf(DeathRegistration),
  button: '登记死亡',
  url: 'death/registration',
};
const withdraw: Step = {
  name: '撤回死亡报告',
  causes: '本人健在，或者报错了人的，撤回以后恢复为在世，因这个报告暂停的款项恢复发放。同一条部门数据再来，不再暂停。',
  fields: [reasonField, paperField],
  button: '撤回，恢复发放',
  url: 'death/withdraw',
};
const revoke: Step = {
  name: '撤销死亡登记',
  causes:
    '由另一人确认后生效：恢复为在世、回到原来的家庭，因去世终止的待遇接着发，少发的月份列入下一批名单或者待确认的补发；已按减少的人口定过金额的家庭，自动开出复核。',
  fields: [reasonField, paperField],
  button: '提出，等另一人确认',
  url: 'death/amendment',
  fixed: { kind: 'revoke' },
};
const correct: Step = {
  name: '更正死亡日期',
  causes: '由另一人确认后生效：待遇改为发到正确日期的当月，多发、少发的列为待确认的调整。',
  fields: [{ name: 'diedOn', type: 'date', label: '正确的去世日期', required: true, format: 'plain-date' }, paperField],
  button: '提出，等另一人确认',
  url: 'death/amendment',
  fixed: { kind: 'correct' },
};

/** What may be done about a death in the state in which the person is. */
export function DeathButtons({ person, amendment }: { person: PersonView; amendment: DeathAmendment | null }) {
  const session = useSession();
  const registers = may(session, 'township-clerk', 'county-clerk');
  if (!registers && !may(session, 'village-worker')) return null;
  const steps =
    person.lifeState === 'dead'
      ? registers && !amendment
        ? [revoke, correct]
        : []
      : [report, ...(registers ? [register] : []), ...(registers && person.lifeState === 'death-reported' ? [withdraw] : [])];
  return steps.map((step) => <Act key={step.name} person={person} step={step} />);
}

function Act({ person, step, primary = false }: { person: PersonView; step: Step; primary?: boolean }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type={primary ? 'primary' : 'default'} onClick={() => setOpen(true)}>
        {step.name}
      </Button>
      {open && (
        <FormDrawer
          title={`${step.name}：${person.name}`}
          causes={step.causes}
          danger
          fields={step.fields}
          division={person.division}
          button={step.button}
          send={(input) => api.post(`/api/persons/${person.id}/${step.url}`, { ...step.fixed, ...input })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

const decisionOf = (amendment: DeathAmendment): Record<'confirm' | 'reject', Step> => ({
  confirm: {
    name: '确认',
    causes: `确认后立即生效：${amendmentKinds[amendment.kind]}，相关待遇随之恢复或者调整。`,
    fields: [{ name: 'note', type: 'text', label: '意见', required: false, max: 200 }],
    button: '确认',
    url: 'death/amendment/decision',
    fixed: { decision: 'confirm' },
  },
  reject: {
    name: '退回',
    causes: '死亡登记不变，待遇不变。',
    fields: [{ name: 'note', type: 'text', label: '退回的理由', required: true, min: 4, max: 200 }],
    button: '退回',
    url: 'death/amendment/decision',
    fixed: { decision: 'reject' },
  },
});

/** A change that waits for a second person: what is asked, on what ground, by whom; and the buttons of whoever may confirm it. */
export function OpenAmendment({ person, amendment }: { person: PersonView; amendment: DeathAmendment }) {
  const session = useSession();
  const decides = !amendment.mine && may(session, 'township-clerk', 'township-leader', 'county-clerk');
  const steps = decisionOf(amendment);
  const rows: { label: string; value: ReactNode }[] = [
    { label: '登记的去世日期', value: <Day on={amendment.oldDiedOn} /> },
    amendment.newDiedOn
      ? { label: '更正为', value: <Day on={amendment.newDiedOn} /> }
      : { label: '怎么错的', value: amendment.reason === 'wrong-date' ? '日期有误' : revocationReasons[amendment.reason] },
    { label: '依据', value: amendment.paper },
    { label: '提出人', value: amendment.proposedName },
  ];
  return (
    <Section title={`${amendmentKinds[amendment.kind]}，等另一人确认`}>
      <Facts rows={rows} />
      {decides ? (
        <p className="line">
          <Act person={person} step={steps.confirm} primary />
          <Act person={person} step={steps.reject} />
        </p>
      ) : (
        <p className="quiet">
          {amendment.mine
            ? '您提出的，须由另一人确认：乡镇（街道）负责人或者县级经办人。'
            : '由乡镇（街道）或者县级的另一人确认。'}
        </p>
      )}
    </Section>
  );
}
