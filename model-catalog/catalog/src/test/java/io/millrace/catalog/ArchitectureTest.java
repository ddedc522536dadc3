package io.millrace.catalog;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.millrace.catalog",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** Consumers put this jar on any class path: it must bring nothing of ours, and no engine. */
  @ArchTest
  static final ArchRule STANDS_ALONE =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace.catalog..",
              "java..",
              "javax.net.ssl..",
              "org.apache.hadoop..",
              "com.fasterxml.jackson..",
              "ai.onnxruntime..",
              "org.slf4j..",
              "org.jspecify..");

  /** Who may do what depends on no file and no clock, and is the same for all that ask. */
  @ArchTest
  static final ArchRule ACCESS_IS_PURE =
      classes()
          .that()
          .resideInAPackage("io.millrace.catalog.access..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace.catalog.access..",
              "java.lang..",
              "java.nio.charset..",
              "java.security..",
              "java.time..",
              "java.util..",
              "com.fasterxml.jackson.annotation..",
              "org.jspecify..");
}
