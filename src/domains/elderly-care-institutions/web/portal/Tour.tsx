/** 预约参观: a day and a half-day on which the family comes to look at a home. */
import type { FormField } from '../../../../kernel/schema/index.ts';
import { AskForm } from '../../../../web/portal/AskForm.tsx';
import { Await, Page, useLoad } from '../../../../web/portal/parts.tsx';
import { navigate } from '../../../../web/portal/router.tsx';
import { useSession } from '../../../../web/portal/session.tsx';
import type { HomePage } from '../../public-content.ts';

export default function TourPage({ institutionId }: { institutionId: string }) {
  const home = useLoad<HomePage>(`/api/care-homes/${institutionId}`);
  const forms = useLoad<{ tour: readonly FormField[] }>('/api/my/care/request-forms');
  const { actor } = useSession().session;
  return (
    <Page title="预约参观" back={{ href: `/care-homes/${institutionId}`, text: '这家机构' }}>
      <Await of={home}>
        {(of) => (
          <Await of={forms}>
            {({ tour }) => (
              <>
                <p className="lead">
                  {of.name}，{of.divisionName}
                  {of.address}，电话<a href={`tel:${of.telephone}`}>{of.telephone}</a>
                </p>
                <AskForm
                  title="哪一天去看"
                  button="预约"
                  open
                  fields={tour}
                  initial={{ visitors: actor.name }}
                  says="机构答复以后告诉您；改主意了可以撤回。"
                  url={`/api/my/care/homes/${institutionId}/tour`}
                  done={() => navigate('/app/care')}
                />
              </>
            )}
          </Await>
        )}
      </Await>
    </Page>
  );
}
