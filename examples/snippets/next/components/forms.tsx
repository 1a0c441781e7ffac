"use client";
// components/forms.tsx
import { useActionState } from "react";
import { openPage, sendForm } from "../lib/actions";
import type { Form } from "../lib/cms";

export function Questions({ id, form }: { id: number; form: Form }) {
  const [outcome, action] = useActionState(sendForm.bind(null, id), null);
  if (outcome?.taken) return <div role="status" dangerouslySetInnerHTML={{ __html: outcome.message }} />;
  return (
    <form action={action} noValidate>
      {outcome && <ul role="alert">{outcome.errors.map(({ field, message }) => <li key={field + message}>{field} {message}</li>)}</ul>}
      <input type="hidden" name={form.anti_spam.token_name} value={form.anti_spam.token} />
      <input name={form.anti_spam.honeypot} hidden autoComplete="off" tabIndex={-1} />
      {form.fields.map(({ name, label, type, required, choices }) => (
        <p key={name}>
          <label htmlFor={name}>{label}</label>
          {type === "multiline" ? <textarea id={name} name={name} required={required} />
            : type === "dropdown" ? <select id={name} name={name}>{choices.map((each) => <option key={each}>{each}</option>)}</select>
            : <input id={name} name={name} type={type === "email" || type === "checkbox" ? type : "text"} required={required} />}
        </p>
      ))}
      <button>Send</button>
    </form>
  );
}

export function Lock({ path }: { path: string }) {
  const [status, action] = useActionState(openPage.bind(null, path), 0);
  return (
    <form action={action}>
      {status > 0 && <p role="alert">{status === 429 ? "Too many tries." : "That does not open it."}</p>}
      <label>Password <input name="password" type="password" required /></label>
      <button>Open</button>
    </form>
  );
}
