using Guitai.Contracts.Terminal;
using Guitai.Host.Operations;
using Guitai.Shop.Pages;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Guitai.Hosting;

/// <summary>Makes the generated OpenAPI document say what the JSON really looks like: a null is left out, everything else is there, and a secret
/// is plain text on its way in.</summary>
internal static class ApiDocument
{
    private const string SecretText = "SecretOfstring";
    private const string SecretNumbers = "SecretOfIReadOnlyListOfint";

    /// <summary>Adds a document of the given roles.</summary>
    public static void Add(IServiceCollection services, string name, params string[] roles) =>
        services.AddOpenApi(
            name,
            options =>
            {
                options.ShouldInclude = d =>
                    roles.Any(r => d.RelativePath?.StartsWith(r + "/api", StringComparison.Ordinal) ?? false)
                    || (name == "host" && (d.RelativePath?.StartsWith("host/notify", StringComparison.Ordinal) ?? false));
                options.AddOperationTransformer(
                    (operation, context, _) =>
                    {
                        NameQuery(operation, context.Description.ActionDescriptor.EndpointMetadata);
                        return Task.CompletedTask;
                    }
                );
                options.AddSchemaTransformer(
                    (schema, context, _) =>
                    {
                        // Words that check themselves are text in JSON.
                        if (context.JsonTypeInfo.Type is { IsValueType: true } type && IsCardWord(Nullable.GetUnderlyingType(type) ?? type))
                        {
                            schema.Type = JsonSchemaType.String;
                        }

                        return Task.CompletedTask;
                    }
                );
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        Straighten(document, name);
                        return Task.CompletedTask;
                    }
                );
            }
        );

    private static bool IsCardWord(Type type) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICardWord<>));

    // Shop and host read their queries themselves, so the generator cannot see them.
    private static void NameQuery(OpenApiOperation operation, IList<object> metadata)
    {
        foreach (
            var name in metadata
                .OfType<QueryNames>()
                .SelectMany(q => q.Names)
                .Concat(metadata.OfType<HostQueryNames>().SelectMany(q => q.Names))
        )
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Query,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
        }
    }

    private static void Straighten(OpenApiDocument document, string name)
    {
        document.Info = new OpenApiInfo { Title = $"Guitai {name}", Version = "1" };
        document.Servers?.Clear();
        if (document.Components?.Schemas is not { } schemas)
        {
            return;
        }

        if (schemas.TryGetValue(SecretText, out var secret) && secret is OpenApiSchema text)
        {
            text.Type = JsonSchemaType.String;
        }

        if (schemas.TryGetValue(SecretNumbers, out var pressed) && pressed is OpenApiSchema numbers)
        {
            (numbers.Type, numbers.Items) = (JsonSchemaType.Array, new OpenApiSchema { Type = JsonSchemaType.Integer });
        }

        foreach (var (type, schema) in schemas)
        {
            if (name == "shop" && schema is OpenApiSchema { Enum: { } names })
            {
                // The back office writes its enums in camel case (ShopJson); the generator only knows the host's own form.
                for (var i = 0; i < names.Count; i++)
                {
                    if (names[i] is null)
                    {
                        continue;
                    }

                    names[i] = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(names[i].GetValue<string>());
                }
            }

            if (schema is OpenApiSchema { Properties: { } properties } record)
            {
                Straighten(
                    record,
                    properties,
                    isRequest: type.EndsWith("Request", StringComparison.Ordinal) || type.EndsWith("Edit", StringComparison.Ordinal)
                );
            }
        }
    }

    private static void Straighten(OpenApiSchema record, IDictionary<string, IOpenApiSchema> properties, bool isRequest)
    {
        record.Required ??= new HashSet<string>(StringComparer.Ordinal);
        foreach (var (property, schema) in properties.ToList())
        {
            var (bare, nullable) = WithoutNull(schema);
            properties[property] = bare;
            if (nullable)
            {
                record.Required.Remove(property);
            }
            else if (!isRequest)
            {
                record.Required.Add(property);
            }
        }
    }

    private static (IOpenApiSchema Schema, bool Nullable) WithoutNull(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema plain)
        {
            return (schema, false);
        }

        if (plain.OneOf is [var first, var second] && IsNull(first))
        {
            return (second, true);
        }

        if (plain.Type is { } type && type.HasFlag(JsonSchemaType.Null))
        {
            plain.Type = type & ~JsonSchemaType.Null;
            return (plain, true);
        }

        return (plain, false);
    }

    private static bool IsNull(IOpenApiSchema schema) => schema is OpenApiSchema { Type: JsonSchemaType.Null };
}
