package io.millrace.bigdl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.millrace.bigdl",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String BIGDL = "com.intel.analytics.bigdl..";

  @ArchTest
  static final ArchRule BIGDL_HAS_ONE_DOOR =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.millrace.bigdl.engine..")
          .and()
          .haveSimpleNameNotEndingWith("Blas")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BIGDL);

  @ArchTest
  static final ArchRule KERNELS_AND_ROWS_KNOW_NO_SPARK =
      noClasses()
          .that()
          .resideInAnyPackage("io.millrace.bigdl.kernel..", "io.millrace.bigdl.data..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..");

  @ArchTest
  static final ArchRule KNOWS_NO_OTHER_ENGINE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace.jobs..", "io.millrace.catalog..", "org.apache.spark.sql..");
}
