/** 急难救助：马上办 — for a phone in the rain: five questions, a photo, the money that is there, one button. Below it what waits: reports and follow-ups. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { levelOf } from '../../../../kernel/division/index.ts';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { formServices } from '../../../../web/components/formServices.ts';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Money } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Refused } from '../../../../web/components/states.tsx';
import { antdSkin } from '../../../../web/form/antd/skin.tsx';
import { sent } from '../../../../web/form/core.ts';
import { Fields, useForm } from '../../../../web/form/fields.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { EMERGENCY_ITEM } from '../../temporary-aid/terms.ts';
import { FollowUps, type Report, Reports } from './EmergencyLists.tsx';
import '../../../../web/form/antd/form.css';

interface Service {
  form: { steps: readonly { fields: readonly FormField[] }[] } | null;
}

export function Emergency() {
  const session = useSession();
  const service = useQuery({
    queryKey: ['/api/services', EMERGENCY_ITEM],
    queryFn: () => api.get<Service>(`/api/services/${EMERGENCY_ITEM}`),
  });
  const [report, setReport] = useState<Report | null>(null);
  const mayHelp = may(session, 'POST /api/emergency-aid');
  const fields = service.data?.form?.steps.flatMap((s) => s.fields).filter((f) => f.name !== 'reportId');
  return (
    <Page title="急难救助" lead="先救人，后补手续。不看户籍和居住地，没有证件也能救助；从报告起24小时内给予首次救助。">
      <Reports
        onHelp={
          mayHelp
            ? (taken) => {
                setReport(taken);
                document.getElementById('at-once')?.scrollIntoView();
              }
            : null
        }
      />
      {mayHelp &&
        (service.isPending ? (
          <Loading text="正在打开……" />
        ) : fields ? (
          <AtOnce key={report?.id ?? 'new'} fields={fields} report={report} />
        ) : (
          <Failed error={service.error} retry={() => void service.refetch()} />
        ))}
      <FollowUps />
    </Page>
  );
}

interface Estimate {
  amountFen: number;
  townshipFen: number;
  countyFen: number;
  formula: string;
  balanceFen: number | null;
}

/** What the answers come to, asked again whenever one that counts changes. */
function useEstimate(values: Record<string, unknown>) {
  const { division, cause, tier, persons } = values as Record<string, string | number | undefined>;
  const ready = Boolean(division && cause && tier && Number(persons) >= 1);
  return useQuery({
    queryKey: ['/api/emergency-aid/estimate', division, cause, tier, persons],
    queryFn: () =>
      api.get<Estimate>('/api/emergency-aid/estimate', {
        division: String(division),
        cause: String(cause),
        tier: String(tier),
        persons: String(persons),
      }),
    enabled: ready,
    staleTime: 5_000,
  });
}

function AtOnce({ fields, report }: { fields: readonly FormField[]; report: Report | null }) {
  const session = useSession();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const home = homeDivision(session);
  const form = useForm(
    {
      persons: 1,
      ...(levelOf(home) === 'village' ? { division: home } : {}),
      ...(report
        ? {
            name: report.who,
            what: `${report.where}：${report.what}`,
            division: report.division,
            phone: /^1\d{10}$/.test(report.phone) ? report.phone : undefined,
          }
        : {}),
    },
    fields,
  );
  const services = useMemo(() => formServices(home), [home]);
  const values = form.values as Record<string, unknown>;
  const estimate = useEstimate(values);
  const requestId = useRef(newRequestId());
  const help = useMutation({
    mutationFn: (amountFen: number | null) =>
      api.post<{ id: string }>('/api/emergency-aid', {
        form: { ...sent(fields, form.values), ...(report ? { reportId: report.id } : {}) },
        amountFen,
        requestId: requestId.current,
      }),
    onSuccess: async ({ id }, amountFen) => {
      message.success(amountFen === null ? '已登记核实' : '已提出，等第二人签付');
      await navigate({ to: '/cases/$caseId', params: { caseId: id } });
      await queries.invalidateQueries();
    },
    onError: (error) => {
      const refusal = apiErrorOf(error);
      if (refusal.code !== 'OFFLINE') requestId.current = newRequestId();
      form.showProblems(refusal.fields.map((f) => ({ ...f, path: f.path.replace(/^form\./, '') })));
    },
  });
  const found = estimate.data;
  const short = found !== undefined && (found.balanceFen ?? 0) < found.townshipFen;
  const submit = (amountFen: number | null) => {
    if (!help.isPending && form.check(fields)) help.mutate(amountFen);
  };
  return (
    <div className="narrow" id="at-once">
      <Section title={report ? `马上办：${report.who}` : '马上办'}>
        <form
          className="wb-form"
          noValidate
          onSubmit={(e) => {
            e.preventDefault();
            submit(short || !found ? null : found.townshipFen);
          }}
        >
          <Fields fields={fields} form={form} skin={antdSkin} services={services} />
          {found && (
            <div className="pay-now" role="status">
              <p>
                核算 <Money fen={found.amountFen} />
                <span className="quiet">（{found.formula}）</span>
              </p>
              <p>
                乡镇先行救助{' '}
                <b>
                  <Money fen={found.townshipFen} />
                </b>
                {found.countyFen > 0 && (
                  <>
                    ，其余 <Money fen={found.countyFen} /> 报县级
                  </>
                )}
              </p>
              <p className={short ? 'bad-words' : undefined}>
                备用金余额 <b>{found.balanceFen === null ? '（还没有拨付）' : <Money fen={found.balanceFen} />}</b>
                {short && '。备用金余额不足，请申请追加或转县级审批。'}
              </p>
            </div>
          )}
          {estimate.error && <Refused error={apiErrorOf(estimate.error)} />}
          {help.error && <Refused error={apiErrorOf(help.error)} />}
          <div className="form-foot">
            {short || !found ? (
              <Button type="primary" htmlType="submit" loading={help.isPending}>
                登记核实
              </Button>
            ) : (
              <>
                <Button type="primary" htmlType="submit" loading={help.isPending}>
                  马上救助，交第二人签付
                </Button>
                <Button onClick={() => submit(null)} disabled={help.isPending}>
                  只登记核实
                </Button>
              </>
            )}
          </div>
        </form>
      </Section>
    </div>
  );
}
