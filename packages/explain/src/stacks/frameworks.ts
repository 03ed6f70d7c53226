import type { Need } from './need.js'

// Those that Debian has packages of run in conformance/stacks; the others are written from their documentation.

function quoted(items: readonly string[], quote = '"'): string {
  return items.map((item) => `${quote}${item.replaceAll(/[\\"']/g, String.raw`\$&`)}${quote}`).join(', ')
}

const all = ({ methods }: Need): readonly string[] => ['GET', 'HEAD', 'POST', ...methods]
const python = (value: boolean): string => (value ? 'True' : 'False')

export const frameworkStacks = {
  fastapi: (need: Need) => `from fastapi.middleware.cors import CORSMiddleware

app.add_middleware(
    CORSMiddleware,
    allow_origins=[${quoted([need.origin])}],
    allow_credentials=${python(need.credentials)},
    allow_methods=[${quoted(all(need))}],
    allow_headers=[${quoted(need.headers)}],
)`,

  django: (
    need: Need,
  ) => `# settings.py, with django-cors-headers; its middleware comes before CommonMiddleware
CORS_ALLOWED_ORIGINS = [${quoted([need.origin])}]
CORS_ALLOW_CREDENTIALS = ${python(need.credentials)}
CORS_ALLOW_METHODS = [${quoted(all(need))}]
CORS_ALLOW_HEADERS = [${quoted(need.headers)}]`,

  flask: (need: Need) => `from flask_cors import CORS

CORS(
    app,
    origins=[${quoted([need.origin])}],
    supports_credentials=${python(need.credentials)},
    methods=[${quoted(all(need))}],
    allow_headers=[${quoted(need.headers)}],
)

# Flask-CORS itself leaves this out where one origin is allowed
@app.after_request
def vary_by_origin(response):
    response.vary.add("Origin")
    return response`,

  spring: (need: Need) => `@Bean
CorsConfigurationSource corsConfigurationSource() {
    var configuration = new CorsConfiguration();
    configuration.setAllowedOrigins(List.of(${quoted([need.origin])}));
    configuration.setAllowCredentials(${need.credentials});
    configuration.setAllowedMethods(List.of(${quoted(all(need))}));
    configuration.setAllowedHeaders(List.of(${quoted(need.headers)}));
    var source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/**", configuration);
    return source;
}
// With Spring Security also: http.cors(Customizer.withDefaults())`,

  aspnet: (need: Need) => `builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
    .WithOrigins(${quoted([need.origin])})
    .WithMethods(${quoted(all(need))})
    .WithHeaders(${quoted(need.headers)})${need.credentials ? '\n    .AllowCredentials()' : ''}));
// Before UseAuthentication
app.UseCors();`,

  rails: (need: Need) => `# config/initializers/cors.rb, with rack-cors
Rails.application.config.middleware.insert_before 0, Rack::Cors do
  allow do
    origins ${quoted([need.origin], "'")}
    resource '*', headers: [${quoted(need.headers, "'")}], methods: [${all(need)
      .map((method) => `:${method.toLowerCase()}`)
      .join(', ')}], credentials: ${need.credentials}
  end
end`,

  laravel: (need: Need) => `// config/cors.php
'paths' => ['api/*'],
'allowed_origins' => [${quoted([need.origin], "'")}],
'allowed_methods' => [${quoted(all(need), "'")}],
'allowed_headers' => [${quoted(need.headers, "'")}],
'supports_credentials' => ${need.credentials},`,

  'go-jub0bs': (need: Need) => `mw, err := cors.NewMiddleware(cors.Config{
	Origins:        []string{${quoted([need.origin])}},
	Credentialed:   ${need.credentials},
	Methods:        []string{${quoted(need.methods)}},
	RequestHeaders: []string{${quoted(need.headers)}},
})
handler := mw.Wrap(mux)`,

  'go-rs': (need: Need) => `handler := cors.New(cors.Options{
	AllowedOrigins:   []string{${quoted([need.origin])}},
	AllowCredentials: ${need.credentials},
	AllowedMethods:   []string{${quoted(all(need))}},
	AllowedHeaders:   []string{${quoted(need.headers)}},
}).Handler(mux)`,
} as const
