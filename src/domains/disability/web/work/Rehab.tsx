/** The treating body's own part of a case: plan, assessments, services; a new session or an incident is entered here. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import type { CaseView } from '../../../../kernel/service/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { useSession } from '../../../../web/components/session.tsx';
import { api } from '../../../../web/shared/api.ts';
import { evidences, incidentKinds, incidentLevels, services, withdrawalGrounds } from '../../rehab/terms.ts';
import { useRehabForms } from './Caseload.tsx';
import type { RehabContent } from './content.ts';

const recordNames: Readonly<Record<string, string>> = {
  assessment: '评估',
  plan: '计划',
  stage: '阶段评估',
  closure: '结案评估',
  hospital: '回转医疗机构',
  incident: '风险事件',
  'follow-up': '回访',
};
const keyNames: Readonly<Record<string, string>> = {
  daily: '日常生活能力',
  social: '社会功能',
  medication: '服药',
  findings: '情况',
  goals: '目标',
  services: '服务内容',
  perMonth: '每月次数',
  signedBy: '签字人',
  signs: '表现',
  hospital: '医疗机构',
  summary: '结案评估',
  note: '经过',
  kind: '类型',
  level: '程度',
  on: '日期',
};
const words: Readonly<Record<string, string>> = {
  ...services,
  ...incidentKinds,
  ...incidentLevels,
  regular: '规律',
  reminded: '需要提醒',
  irregular: '不规律',
  self: '本人',
  guardian: '监护人',
};
const said = (value: unknown): string =>
  Array.isArray(value) ? value.map(said).join('、') : (words[String(value)] ?? String(value));

export function Rehab({ content, kase }: { content: RehabContent; kase: CaseView }) {
  const queries = useQueryClient();
  const session = useSession();
  const forms = useRehabForms();
  const [ask, setAsk] = useState<{ title: string; fields: readonly FormField[]; path: string; initial?: object } | null>(null);
  const f = forms.data;
  return (
    <>
      <Section
        title={`服务记录（${content.sessions.length}）`}
        aside={
          f && (
            <>
              {content.open && (
                <Button
                  size="small"
                  type="primary"
                  onClick={() =>
                    setAsk({
                      title: '登记一次服务',
                      path: 'sessions',
                      fields: f.session.map((field) =>
                        field.name === 'staffId'
                          ? { ...field, type: 'choice', choices: content.staff.map((s) => ({ value: s.id, label: s.name })) }
                          : field,
                      ),
                    })
                  }
                >
                  登记服务
                </Button>
              )}{' '}
              <Button size="small" onClick={() => setAsk({ title: '报告风险事件', path: 'incidents', fields: f.incident })}>
                报告事件
              </Button>
            </>
          )
        }
      >
        {content.absences.some((a) => a.to === null) && (
          <p className="causes causes-danger">服务对象现在不在社区，这段时间不能登记服务。</p>
        )}
        <DataTable
          caption="服务记录"
          rows={content.sessions}
          rowKey={(row) => row.id}
          empty="还没有服务记录。"
          columns={[
            { key: 'at', title: '时间', kind: 'main', render: (row) => <Moment at={row.startsAt} /> },
            { key: 'service', title: '内容', render: (row) => services[row.service] },
            { key: 'minutes', title: '时长', kind: 'number', render: (row) => `${row.minutes}分钟` },
            { key: 'staff', title: '人员', render: (row) => row.staffName },
            { key: 'evidence', title: '签到', render: (row) => evidences[row.evidence] },
            { key: 'note', title: '小结', kind: 'wide', render: (row) => row.note },
            {
              key: 'withdrawal',
              title: '更正',
              render: (row) =>
                row.withdrawnFor ? (
                  <Tag tone="plain">{`已撤回：${withdrawalGrounds[row.withdrawnFor]}`}</Tag>
                ) : row.mayWithdraw && f ? (
                  <Button
                    size="small"
                    onClick={() =>
                      setAsk({ title: '撤回这次服务', path: `sessions/${row.id}/withdrawal`, fields: f.withdrawal, initial: {} })
                    }
                  >
                    撤回
                  </Button>
                ) : (
                  '已结算'
                ),
            },
          ]}
        />
      </Section>
      <Section title={`档案（${content.records.length}，只有本机构看得到）`}>
        <ul className="plain-list">
          {content.records.toReversed().map((record) => (
            <li key={record.id}>
              <p className="line">
                <Day on={record.madeOn} /> <b>{recordNames[record.kind] ?? record.kind}</b>
              </p>
              <p>
                {Object.entries(record.content)
                  .filter(([key]) => key in keyNames)
                  .map(([key, value]) => `${keyNames[key]}：${said(value)}`)
                  .join('；')}
              </p>
            </li>
          ))}
        </ul>
      </Section>
      {ask && (
        <FormDrawer
          title={ask.title}
          fields={ask.fields}
          initial={{ ...(ask.initial ?? { on: session.today }) }}
          division={kase.division}
          button="保存"
          send={(input, requestId) => api.post(`/api/rehab/cases/${kase.id}/${ask.path}`, { ...input, requestId })}
          onDone={async () => {
            await queries.invalidateQueries();
          }}
          onClose={() => setAsk(null)}
        />
      )}
    </>
  );
}
