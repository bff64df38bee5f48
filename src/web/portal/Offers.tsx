/** The buttons that an answer offers a resident for what it shows, each with its form; what they are called, cause and ask for is said by the server. */
import { useMemo, useState } from 'react';
import type { Offer } from '../../kernel/offer/index.ts';
import { blank, sent } from '../form/core.ts';
import { Fields, useForm } from '../form/fields.tsx';
import { plainSkin } from '../form/plain/skin.tsx';
import { type ApiError, api, apiErrorOf, isRefusal, newRequestId } from '../shared/api.ts';
import { Trouble } from './parts.tsx';
import { formServices } from './services.ts';
import { useSession } from './session.tsx';

/** `done` is called with what the server answered. */
export function Offers({
  offers,
  done,
  quiet = false,
}: {
  offers: readonly Offer[];
  done: (answer: unknown) => void;
  /** None of them is what the page is for. */
  quiet?: boolean;
}) {
  const [open, setOpen] = useState<string | null>(null);
  const chosen = offers.find(({ action }) => action === open);
  if (offers.length === 0) return null;
  if (chosen)
    return (
      <OfferForm
        offer={chosen}
        close={() => setOpen(null)}
        done={(answer) => {
          setOpen(null);
          done(answer);
        }}
      />
    );
  return (
    <p className="row">
      {offers.map((offer, i) => (
        <button
          key={offer.action}
          type="button"
          className={i === 0 && !quiet ? 'button' : 'button plain'}
          onClick={() => setOpen(offer.action)}
        >
          {offer.zh}
        </button>
      ))}
    </p>
  );
}

function OfferForm({ offer, close, done }: { offer: Offer; close: () => void; done: (answer: unknown) => void }) {
  const { city } = useSession().session;
  const services = useMemo(() => formServices(city.code), [city.code]);
  const [requestId, setRequestId] = useState(newRequestId);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const form = useForm({ ...blank(offer.fields), ...offer.initial }, offer.fields);
  const send = () => {
    if (busy || !form.check(offer.fields)) return;
    setBusy(true);
    setTrouble(null);
    api.post(offer.to, { ...offer.fixed, ...sent(offer.fields, form.values), requestId }).then(done, (error: unknown) => {
      const refused = apiErrorOf(error);
      form.showProblems(refused.fields);
      setTrouble(refused);
      if (isRefusal(refused)) setRequestId(newRequestId());
      setBusy(false);
    });
  };
  return (
    <form
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        send();
      }}
    >
      <p>{offer.causes}</p>
      <Fields fields={offer.fields} form={form} skin={plainSkin} services={services} />
      {trouble && <Trouble error={trouble} />}
      <p className="row">
        <button type="submit" className="button" disabled={busy}>
          {busy ? '正在送出' : offer.button}
        </button>
        <button type="button" className="button plain" onClick={close}>
          先不办
        </button>
      </p>
    </form>
  );
}
