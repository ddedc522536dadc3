package io.millrace.catalog;

import com.fasterxml.jackson.databind.introspect.AnnotatedConstructor;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import org.jspecify.annotations.Nullable;

/**
 * A field must be there unless it may be null: versions are never written again, so what was added
 * to a format later is missing in older ones.
 */
final class RequiredComponents extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1;

  @Override
  public Boolean hasRequiredMarker(AnnotatedMember member) {
    if (member instanceof AnnotatedParameter parameter
        && parameter.getOwner() instanceof AnnotatedConstructor constructor) {
      return !constructor
          .getAnnotated()
          .getAnnotatedParameterTypes()[parameter.getIndex()]
          .isAnnotationPresent(Nullable.class);
    }
    return super.hasRequiredMarker(member);
  }
}
