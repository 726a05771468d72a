import { NumberInput, PasswordInput, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { SettingsProperty, SettingsSchema, SettingValue } from '../../api.types.js';
import { alternativesText, type Draft } from './settings-schema.js';

interface SettingsFieldsProps {
  schema: SettingsSchema;
  draft: Draft;
  problems: Record<string, string>;
  /** Secrets that are stored already: they are never shown, and stay as they are while the field is empty. */
  secretsSet?: string[];
  onChange: (field: string, value: SettingValue) => void;
}

/** A form drawn from a connector's settings schema; a new connector needs no new screen. */
export function SettingsFields({ schema, draft, problems, secretsSet = [], onChange }: SettingsFieldsProps) {
  return (
    <Stack gap="md">
      {(schema.anyOf?.length ?? 0) > 1 && (
        <Text size="sm" c="dimmed">
          Fill in {alternativesText(schema)}.
        </Text>
      )}
      {Object.entries(schema.properties).map(([field, property]) => (
        <Field
          key={field}
          field={field}
          property={property}
          value={draft[field] ?? ''}
          problem={problems[field]}
          isSet={secretsSet.includes(field)}
          isRequired={schema.required?.includes(field) ?? false}
          onChange={(value) => onChange(field, value)}
        />
      ))}
    </Stack>
  );
}

interface FieldProps {
  field: string;
  property: SettingsProperty;
  value: SettingValue;
  problem: string | undefined;
  isSet: boolean;
  isRequired: boolean;
  onChange: (value: SettingValue) => void;
}

function Field({ field, property, value, problem, isSet, isRequired, onChange }: FieldProps) {
  const zones = useMemo(
    () => (property.format === 'timezone' ? ['UTC', ...Intl.supportedValuesOf('timeZone')] : []),
    [property.format],
  );
  const shared = {
    label: property.title,
    description: property.description,
    error: problem,
    name: field,
    withAsterisk: isRequired,
    'aria-required': isRequired,
  };
  const text = String(value);
  if (property.type === 'boolean') {
    return (
      <Switch
        label={property.title}
        description={property.description}
        error={problem}
        name={field}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (property.secret && property.format !== 'textarea') {
    return (
      <PasswordInput
        {...shared}
        autoComplete="new-password"
        placeholder={isSet ? 'Stored; leave empty to keep it' : undefined}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  if (property.type === 'integer') {
    return (
      <NumberInput
        {...shared}
        allowDecimal={false}
        min={property.minimum}
        max={property.maximum}
        clampBehavior="none"
        value={value === true || value === false ? '' : value}
        onChange={onChange}
      />
    );
  }
  if (property.enum !== undefined || property.format === 'timezone') {
    return (
      <Select
        {...shared}
        data={property.enum?.map((each, index) => ({ value: each, label: property.labels?.[index] ?? each })) ?? zones}
        value={text === '' ? null : text}
        onChange={(chosen) => onChange(chosen ?? '')}
        clearable={!isRequired}
        searchable={property.format === 'timezone'}
        limit={60}
      />
    );
  }
  if (property.format === 'textarea') {
    return (
      <Textarea
        {...shared}
        autosize
        minRows={3}
        maxRows={12}
        spellCheck={false}
        autoComplete="off"
        className={property.secret ? 'kw-secret-text' : undefined}
        placeholder={isSet ? 'Stored; leave empty to keep it' : undefined}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...shared}
      type={property.format === 'uri' ? 'url' : 'text'}
      maxLength={property.maxLength}
      spellCheck={false}
      autoComplete="off"
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
