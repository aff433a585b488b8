import { Button, Stack } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useMay } from "../../app/may.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Loading } from "../../ui/Loading.tsx";
import type { Template } from "./template-draft.ts";
import { TemplateEditor } from "./TemplateEditor.tsx";
import classes from "./Templates.module.css";
import { languageInWords } from "./words.ts";

const base = "/letters/templates";
const fresh = "new";

/** The texts around the QR code: everyone can read them, owners can change them. */
export function TemplatesPage() {
  const mayEdit = useMay("letters.saveTemplate");
  const { data, error, refetch } = useProcedure("letters.templates", {});
  return (
    <Stack gap="lg">
      <PageHeader
        title="Letter templates"
        description="The text around the steps, and its language."
        actions={
          <>
            <Button variant="default" component={Link} to="/letters">
              All letters
            </Button>
            {mayEdit && (
              <Button component={Link} to={`${base}/${fresh}`} leftSection={<IconPlus size={18} />}>
                New template
              </Button>
            )}
          </>
        }
      />
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {data ? <Templates templates={data.templates} /> : !error && <Loading />}
    </Stack>
  );
}

function Templates({ templates }: { templates: readonly Template[] }) {
  const { template: named } = useParams();
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState<Template | null>(null);
  const mayDelete = useMay("letters.deleteTemplate") && templates.length > 1;
  const shown = named === fresh ? null : (templates.find(({ id }) => id === named) ?? templates[0] ?? null);
  const onAdded = useCallback((id: string) => void navigate(`${base}/${id}`, { replace: true }), [navigate]);
  return (
    <div className={classes.page}>
      <nav className="surface" aria-label="Templates">
        <ul className={classes.list}>
          {templates.map(({ id, name, language }) => (
            <li key={id}>
              <Link
                to={`${base}/${id}`}
                className={classes.link ?? ""}
                aria-current={id === shown?.id ? "page" : undefined}
              >
                {name}
                <span className={classes.language}>{languageInWords[language]}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <TemplateEditor
        key={shown?.id ?? fresh}
        template={shown}
        onDelete={mayDelete && shown ? () => setDeleting(shown) : undefined}
        onAdded={onAdded}
      />
      <ActDialog act={deleting && deletion(deleting)} onClose={() => setDeleting(null)} />
    </div>
  );
}

const deletion = ({ id, name }: Template): Act => ({
  procedure: "letters.deleteTemplate",
  input: { id },
  title: `Delete ${name}?`,
  consequences: ["Its texts and logo are deleted. Letters already printed with it are not affected."],
  confirmLabel: "Delete the template",
  destructive: true,
});
