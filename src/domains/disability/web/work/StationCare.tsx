/** Beside the stock: who comes to try, who works here with which certificate, talks and training with their sign-in. */
import { Button } from 'antd';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { useSession } from '../../../../web/components/session.tsx';
import { courseKinds } from '../../devices/terms.ts';
import type { StationDesk } from './content.ts';
import { type Ask, type Forms, sendTo } from './station-parts.ts';

export function Care({ desk, forms, open }: { desk: StationDesk; forms: Forms; open: (ask: Ask) => void }) {
  const { today } = useSession();
  return (
    <>
      <Section title={`体验和适配预约（${desk.trials.length}）`}>
        <DataTable
          caption="体验和适配预约"
          rows={desk.trials}
          rowKey={(t) => t.id}
          tone={(t) => (t.on < today ? 'row-bad' : undefined)}
          empty="没有预约。市民可以在网上预约来试用。"
          columns={[
            { key: 'who', title: '姓名', kind: 'main', render: (t) => <b>{t.personName}</b> },
            {
              key: 'on',
              title: '时间',
              render: (t) => (
                <>
                  <Day on={t.on} /> {t.halfZh}
                </>
              ),
            },
            { key: 'what', title: '试什么', render: (t) => `${t.kindZh}，${t.purposeZh}` },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (t) =>
                t.on > today ? (
                  <span className="quiet">还没到日子</span>
                ) : (
                  <Button
                    size="small"
                    onClick={() =>
                      open({
                        title: `${t.personName}：${t.kindZh}体验`,
                        fields: forms.trial,
                        button: '保存',
                        send: sendTo(`/api/devices/trials/${t.id}`),
                      })
                    }
                  >
                    登记
                  </Button>
                ),
            },
          ]}
        />
      </Section>
      {desk.leads.length > 0 && (
        <Section title={`可能需要辅具的人（${desk.leads.length}）`}>
          <p className="quiet">别的服务转来的，请联系本人，看看要不要试用。</p>
          <DataTable
            caption="可能需要辅具的人"
            rows={desk.leads}
            rowKey={(l) => l.id}
            columns={[
              { key: 'who', title: '姓名', kind: 'main', render: (l) => <b>{l.personName}</b> },
              { key: 'place', title: '住址', render: (l) => <DivisionName name={l.villageName} /> },
              { key: 'from', title: '来自', render: (l) => l.sourceZh },
              { key: 'on', title: '收到', render: (l) => <Day on={l.openedOn} /> },
              {
                key: 'do',
                title: '办理',
                kind: 'actions',
                render: (l) => (
                  <Button
                    size="small"
                    onClick={() =>
                      open({
                        title: `联系${l.personName}`,
                        fields: forms.lead,
                        button: '保存',
                        send: sendTo(`/api/devices/leads/${l.id}`),
                      })
                    }
                  >
                    登记
                  </Button>
                ),
              },
            ]}
          />
        </Section>
      )}
      <Section
        title="讲座和培训"
        aside={
          <Button
            size="small"
            onClick={() =>
              open({
                title: '登记讲座或培训',
                causes: '保存后公开在网上；当天在现场出示签到码，来的人用手机签到，不用手机的在这里登记。',
                fields: forms.course,
                button: '保存',
                send: sendTo('/api/devices/courses'),
              })
            }
          >
            登记一场
          </Button>
        }
      >
        <DataTable
          caption="讲座和培训"
          rows={desk.courses}
          rowKey={(c) => c.id}
          empty="还没有登记讲座或培训。"
          columns={[
            { key: 'title', title: '题目', kind: 'main', render: (c) => <b>{c.title}</b> },
            { key: 'kind', title: '类型', render: (c) => courseKinds[c.kind] },
            {
              key: 'on',
              title: '时间',
              render: (c) => (
                <>
                  <Day on={c.heldOn} /> {c.time}
                </>
              ),
            },
            { key: 'code', title: '签到码', render: (c) => <span className="num">{c.signInCode}</span> },
            { key: 'persons', title: '签到', kind: 'number', render: (c) => `${c.persons}人` },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (c) =>
                c.heldOn > today ? (
                  <span className="quiet">当天签到</span>
                ) : (
                  <Button
                    size="small"
                    onClick={() =>
                      open({
                        title: `${c.title}：登记签到`,
                        fields: forms.signIn.map((field) =>
                          field.name === 'staffId'
                            ? {
                                ...field,
                                type: 'choice' as const,
                                choices: desk.staff.map((s) => ({ value: s.id, label: `${s.name}（${s.roleZh}）` })),
                              }
                            : field,
                        ),
                        button: '登记签到',
                        send: sendTo(`/api/devices/courses/${c.id}/sign-ins`),
                      })
                    }
                  >
                    签到
                  </Button>
                ),
            },
          ]}
        />
      </Section>
      <Section
        title="服务人员和证书"
        aside={
          <Button
            size="small"
            onClick={() =>
              open({ title: '登记服务人员', fields: forms.staff, button: '保存', send: sendTo('/api/devices/staff') })
            }
          >
            登记人员
          </Button>
        }
      >
        <DataTable
          caption="服务人员和证书"
          rows={desk.staff}
          rowKey={(s) => s.id}
          empty="还没有登记评估、适配、训练和社会工作人员。"
          columns={[
            { key: 'name', title: '姓名', kind: 'main', render: (s) => <b>{s.name}</b> },
            { key: 'role', title: '岗位', render: (s) => s.roleZh },
            { key: 'no', title: '证书', render: (s) => <span className="num">{s.certificateNo}</span> },
            {
              key: 'to',
              title: '有效期至',
              render: (s) =>
                s.certifiedTo ? s.expired ? <Tag tone="bad">{s.certifiedTo}已过期</Tag> : <Day on={s.certifiedTo} /> : '长期',
            },
            { key: 'hours', title: '今年学时', kind: 'number', render: (s) => s.hours },
          ]}
        />
      </Section>
    </>
  );
}
