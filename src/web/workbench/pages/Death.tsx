/** A change of a registered death that waits for a second person: what is asked, on what ground, by whom; and the buttons of whoever may answer it. */
import type { ReactNode } from 'react';
import type { Offer } from '../../../kernel/offer/index.ts';
import { amendmentKinds, type DeathAmendment, type PersonView, revocationReasons } from '../../../kernel/resident/index.ts';
import { Facts, Section } from '../../components/layout.tsx';
import { Day } from '../../components/marks.tsx';
import { Offers } from '../../components/Offers.tsx';

export function OpenAmendment({
  person,
  amendment,
}: {
  person: PersonView;
  amendment: DeathAmendment & { actions: readonly Offer[] };
}) {
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
      {amendment.actions.length > 0 ? (
        <p className="line">
          <Offers offers={amendment.actions} of={person.name} division={person.division} first="primary" />
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
